"""Step 2 and the whole list: bars on contacts and addresses, then one notice an addressee.

Every person affected ends in exactly one status: none vanishes (DBRP-5.16-age).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.rules.facts import PeopleDecision
from portal.rules.telling.addressees.households import Bars, barred_in_own_right, bars_of
from portal.rules.telling.addressees.people import Affected, Contact, Named
from portal.rules.telling.addressees.result import (
    Addressee,
    AddresseeKind,
    Addressing,
    LeftOut,
    Reason,
    Status,
)
from portal.rules.telling.addressees.sameness import address_key, email_key, name_key, phone_key
from portal.rules.telling.addressees.who import Choice, Proposal, Stop, choose
from portal.rules.words import Channel
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class PlannedNotice:
    """One notice: to one addressee, about these people affected, all with the same data."""

    to: Addressee
    about: tuple[UUID, ...]
    data_kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Plan:
    """What follows for a whole list: the notices, and how each person affected ends."""

    notices: tuple[PlannedNotice, ...]
    addressings: Mapping[UUID, Addressing]

    def of_status(self, status: Status) -> tuple[UUID, ...]:
        """The people affected with this status, in the order of the list."""
        return tuple(one for one, found in self.addressings.items() if found.status is status)

    @property
    def unresolved(self) -> tuple[UUID, ...]:
        """Those about whom a question to DPO and safeguarding lead is open."""
        return self.of_status(Status.UNRESOLVED)


def plan(
    people: Iterable[Affected], policy: Policy, on: date, decision: PeopleDecision | None
) -> Plan:
    """Who is written to about whom on the day of sending, a day in the UK.

    The list must be whole: bars count across a household. `decision` says whether parents are told
    as well from the policy's age. Raises ValueError when a person stands twice on the list.
    """
    listed = tuple(people)
    if len({person.id for person in listed}) != len(listed):
        raise ValueError("a person affected stands twice on the list")
    bars, own_right = bars_of(listed), barred_in_own_right(listed)
    addressings: dict[UUID, Addressing] = {}
    for person in listed:
        choice = choose(
            person,
            policy,
            on,
            parents_as_well=decision is not None and decision.parents_as_well,
            barred_in_own_right=person.id in own_right,
        )
        household = bars[person.id]
        if person.id in own_right:
            household = household.without(person)
        addressings[person.id] = _barred(person, choice, household)
    return Plan(notices=_joined(listed, addressings), addressings=addressings)


def still_right(notice: PlannedNotice, today: Plan) -> bool:
    """Whether a planned notice would be made just so today: the check in the moment of sending.

    Whoever has turned the age, has died, moved, or was held back or barred since is left out and
    becomes a question; the rest go.
    """
    return notice in today.notices


def _barred(person: Affected, choice: Choice | Stop, bars: Bars) -> Addressing:
    """Step 2, for every row: no barred contact, and no way that a barred contact shares."""
    if isinstance(choice, Stop):
        return Addressing(choice.status, reason=choice.reason)
    letters: list[Addressee] = []
    left_out: list[LeftOut] = []
    for proposal in choice.proposals:
        to = _addressee(person, proposal, bars)
        reason = bars.bar(proposal.to)
        if reason is None and not to.channels:
            reason = Reason.NO_USABLE_CHANNEL
        if reason is not None:
            left_out.append(LeftOut(to.id, reason))
        elif _identity(to) not in {_identity(letter) for letter in letters}:
            letters.append(to)
    if letters:
        return Addressing(
            Status.TO_BE_TOLD, tuple(letters), left_out=tuple(left_out), alone=choice.alone
        )
    reasons = {one.reason for one in left_out}
    reason = next(
        (one for one in (Reason.NO_USABLE_CHANNEL, Reason.NOT_CHECKED) if one in reasons),
        Reason.ALL_BARRED,
    )
    return Addressing(Status.UNRESOLVED, reason=reason, left_out=tuple(left_out))


def _addressee(person: Affected, proposal: Proposal, bars: Bars) -> Addressee:
    to = proposal.to
    email, phone, address = bars.email(to.email), bars.phone(to.phone), bars.address(to.address)
    ways = {Channel.EMAIL: bool(email), Channel.LETTER: bool(address)}
    if proposal.channel is None:
        channels = tuple(channel for channel, is_open in ways.items() if is_open)
    else:
        channels = (proposal.channel,) if ways.get(proposal.channel, True) else ()
    return Addressee(
        kind=_kind(person, to),
        id=None if isinstance(to, Named) else to.id,
        name=to.name,
        email=email if Channel.EMAIL in channels else "",
        phone=phone,
        address=address if Channel.LETTER in channels else "",
        channels=channels,
        language="" if isinstance(to, Named) else to.language,
    )


def _kind(person: Affected, to: Affected | Contact | Named) -> AddresseeKind:
    if isinstance(to, Named):
        return AddresseeKind.AUTHORITY
    if isinstance(to, Contact):
        return AddresseeKind.PARENT
    return AddresseeKind.PUPIL if person.is_pupil else AddresseeKind.ADULT


def _joined(
    listed: tuple[Affected, ...], addressings: Mapping[UUID, Addressing]
) -> tuple[PlannedNotice, ...]:
    """One notice an addressee; siblings in one only with the same home, addressees and data."""
    groups: dict[Hashable, list[Affected]] = defaultdict(list)
    for person in listed:
        found = addressings[person.id]
        if found.letters:
            groups[_group(person, found)].append(person)
    return tuple(
        PlannedNotice(to, tuple(one.id for one in siblings), siblings[0].data_kinds)
        for siblings in groups.values()
        for to in addressings[siblings[0].id].letters
    )


def _group(person: Affected, found: Addressing) -> Hashable:
    home = person.household or address_key(person.address)
    to_themselves = any(to.id == person.id for to in found.letters)
    if found.alone or to_themselves or not home:
        return person.id
    return (home, frozenset(_identity(to) for to in found.letters), person.data_kinds)


def _identity(to: Addressee) -> Hashable:
    """The same addressee, however often recorded: same name, capacity and every way open."""
    return (
        to.kind,
        name_key(to.name),
        email_key(to.email),
        phone_key(to.phone),
        address_key(to.address),
        to.channels,
    )
