"""Sending notices: what is still missing, and which envelopes today's list asks for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from portal.rules import envelope as letters
from portal.rules.addressees import AddresseeKind, Affected, Plan, PlannedNotice
from portal.rules.envelopes import LIVE, TO_RESOLVE, TOLD, EnvelopeState, OnWay
from portal.rules.facts import Facts, Opinion
from portal.rules.people_list import Listing
from portal.rules.responsibilities import notice_consulted, notice_needs_agreement
from portal.rules.rows import Envelope
from portal.rules.words import TO_BE_TOLD, Channel, LegalRisk, PeopleChoice
from tenants.policy.schema import Policy
from tenants.roles import TITLES, Role

CHECK_LASTS = timedelta(hours=24)
"""How old the check of the list may be at sending."""

To = tuple[AddresseeKind, str, str, str]


@dataclass(frozen=True, slots=True)
class Ready:
    """What a sending would do now."""

    envelopes: tuple[Envelope, ...]
    replaced: tuple[UUID, ...]
    """Notices that went astray, in whose place one of these goes."""

    @property
    def counts(self) -> dict[Channel, int]:
        """How many go by which channel."""
        return dict(Counter(envelope.channel for envelope in self.envelopes))


def to_be_told(facts: Facts) -> bool:
    """Whether the decision in force is to tell people one by one."""
    decision = facts.people_decision
    return decision is not None and decision.choice in TO_BE_TOLD


def speaks(facts: Facts) -> bool:
    """Whether people are told at all, one by one or publicly: then there is a text to agree."""
    decision = facts.people_decision
    return decision is not None and decision.choice is not PeopleChoice.NOT_REQUIRED


def obliged(facts: Facts) -> bool:
    """Whether nothing may hold the notice up: high risk, or the regulator requires it."""
    decision = facts.people_decision
    required = decision is not None and decision.choice is PeopleChoice.REQUIRED_BY_REGULATOR
    return required or facts.risk.legal_risk is LegalRisk.HIGH


def list_is_checked(facts: Facts, at: datetime) -> bool:
    """Whether this very list was checked, not longer than 24 hours before `at`."""
    people = facts.people
    return (
        people.list_checked_at is not None
        and people.checked_version == people.list_version
        and at - people.list_checked_at <= CHECK_LASTS
    )


def answers(facts: Facts) -> dict[Role, Opinion | None]:
    """What each role that was asked about the text in force has said last."""
    people = facts.people
    found: dict[Role, Opinion | None] = dict.fromkeys(people.asked)
    for opinion in people.opinions:
        if people.asked_at is not None and opinion.at >= people.asked_at:
            found[opinion.role] = opinion
    return found


def agreed(facts: Facts, policy: Policy) -> bool:
    """Whether everybody who must agree has done so (DBRP-5.16)."""
    said = answers(facts)
    return all(
        (opinion := said.get(role)) is not None and opinion.agrees
        for role in notice_consulted(policy, facts)
    )


def must_wait_for_agreement(facts: Facts, policy: Policy) -> bool:
    """Where the school asks for agreement it is waited for, unless the law obliges to tell."""
    return notice_needs_agreement(policy) and not obliged(facts) and not agreed(facts, policy)


def gaps(facts: Facts, policy: Policy, now: datetime) -> tuple[str, ...]:
    """What is missing before a sending; shown, asked about in one line, and owed afterwards."""
    found = []
    people = facts.people
    if people.list_checked_at is None:
        found.append("The safeguarding lead has not checked the list.")
    elif people.checked_version != people.list_version:
        found.append("The list has changed since the safeguarding lead checked it.")
    elif not list_is_checked(facts, now):
        found.append("The check of the list is more than 24 hours old.")
    return (*found, *unanswered(facts, policy))


def unanswered(facts: Facts, policy: Policy) -> tuple[str, ...]:
    """Who of those whom the policy asks has not agreed to the text in force (DBRP-5.16)."""
    found = []
    people = facts.people
    asked = people.asked_version == len(people.texts)
    said = answers(facts) if asked else {}
    for role in notice_consulted(policy, facts):
        opinion = said.get(role)
        if role not in said:
            found.append(f"{TITLES[role]} has not been asked about this text.")
        elif opinion is None:
            found.append(f"{TITLES[role]} has not answered yet.")
        elif not opinion.agrees:
            found.append(f"{TITLES[role]} sent the text back.")
    return tuple(found)


def ready(listing: Listing, planned: Plan, version: int, number: int, incident_id: UUID) -> Ready:
    """The envelopes of a sending: for whoever is not told and has none on the way.

    Ids follow from incident, `number` of the sending and place: the same sending, the same ids.
    """
    covered = _covered(listing.envelopes)
    made: list[Envelope] = []
    for notice in planned.notices:
        waiting = [one for one in notice.about if not _told(listing, one)]
        key = _to(notice)
        if not waiting or all(one in covered[key] for one in waiting):
            continue
        ident = uuid5(incident_id, f"notice {number}.{len(made)}")
        made.append(_envelope(ident, notice, listing.people, version))
    about = frozenset(one for envelope in made for one in envelope.about)
    replaced = tuple(
        old.id
        for old in listing.envelopes
        if old.state in TO_RESOLVE - {EnvelopeState.UNCERTAIN} and about.issuperset(old.about)
    )
    return Ready(tuple(made), replaced)


ByPeople = Mapping[frozenset[UUID], Sequence[PlannedNotice]]
"""Planned notices by whom they are about."""


def by_people(today: Plan) -> ByPeople:
    """Today's notices, to be found by the people they are about."""
    found: defaultdict[frozenset[UUID], list[PlannedNotice]] = defaultdict(list)
    for notice in today.notices:
        found[frozenset(notice.about)].append(notice)
    return dict(found)


def still_so(
    stored: letters.Envelope,
    about: Iterable[UUID],
    today: ByPeople,
    people: Mapping[UUID, Affected],
) -> bool:
    """Whether today's list would make this very envelope: the check in the moment of sending."""
    return any(
        letters.for_planned(stored.id, notice, people) == stored
        for notice in today.get(frozenset(about), ())
    )


def _envelope(
    ident: UUID, notice: PlannedNotice, people: Mapping[UUID, Affected], version: int
) -> Envelope:
    return Envelope(
        id=ident,
        channel=notice.to.channels[0],
        body=letters.to_json(letters.for_planned(ident, notice, people)),
        notice_version=version,
        about=notice.about,
    )


def _told(listing: Listing, one: UUID) -> bool:
    stored = listing.stored.get(one)
    return stored is not None and stored.standing == TOLD


def _to(notice: PlannedNotice) -> To:
    return (notice.to.kind, notice.to.name, notice.to.email, notice.to.address)


def _covered(envelopes: Iterable[OnWay]) -> defaultdict[To, set[UUID]]:
    """Whom each addressee has been, or is being, told about."""
    found: defaultdict[To, set[UUID]] = defaultdict(set)
    for on_way in envelopes:
        if on_way.state in LIVE:
            stored = letters.from_json(on_way.body)
            found[stored.to, stored.name, stored.email, stored.postal].update(on_way.about)
    return found
