"""Sending notices: what is still missing, and which envelopes today's list asks for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from portal.rules.facts import Facts
from portal.rules.rows import NewEnvelope
from portal.rules.telling.addressees import AddresseeKind, Affected, Plan, PlannedNotice
from portal.rules.telling.addressees.sameness import name_key
from portal.rules.telling.agreeing import unanswered
from portal.rules.telling.envelope import Envelope, Sender
from portal.rules.telling.on_way import (
    LIVE,
    TO_REPLACE,
    TOLD,
    EnvelopeState,
    OnWay,
)
from portal.rules.telling.people_list import Listing, standings
from portal.rules.telling.ways import Ways, address
from portal.rules.words import Channel
from tenants.policy.schema import Policy

CHECK_LASTS = timedelta(hours=24)
"""How old the check of the list may be at sending."""

To = tuple[AddresseeKind, str, str, str]


@dataclass(frozen=True, slots=True)
class Ready:
    """What a sending would do now."""

    envelopes: tuple[NewEnvelope, ...]
    replaced: tuple[UUID, ...]
    """Notices that went astray or were stopped, in whose place one of these goes."""

    @property
    def counts(self) -> dict[Channel, int]:
        """How many go by which channel."""
        return dict(Counter(envelope.channel for envelope in self.envelopes))


def list_is_checked(facts: Facts, at: datetime) -> bool:
    """Whether this very list was checked, not longer than `CHECK_LASTS` before `at`."""
    people = facts.people
    return (
        people.list_checked_at is not None
        and people.checked_version == people.list_version
        and at - people.list_checked_at <= CHECK_LASTS
    )


def gaps(facts: Facts, policy: Policy, now: datetime) -> tuple[str, ...]:
    """What is missing before a sending; shown, asked about in one line, and owed afterwards."""
    found = []
    people = facts.people
    if people.list_checked_at is None:
        found.append("The safeguarding lead has not checked the list.")
    elif people.checked_version != people.list_version:
        found.append("The list has changed since the safeguarding lead checked it.")
    elif not list_is_checked(facts, now):
        hours = CHECK_LASTS // timedelta(hours=1)
        found.append(f"The check of the list is more than {hours} hours old.")
    return (*found, *unanswered(facts, policy))


def ready(
    listing: Listing,
    planned: Plan,
    version: int,
    number: int,
    incident_id: UUID,
    sender: Sender | None = None,
    *,
    corrects: bool = False,
) -> Ready:
    """The envelopes of a sending: for whoever is not told and has none on the way; where the
    text corrects, for whoever was told something wrong, and nobody else. None goes once more to the
    mailbox from which it came back.

    What goes to one parent takes the place of nothing that the other, whose only mailbox failed, is
    still owed. Ids follow from incident, `number` of the sending and place: the same sending, the
    same ids.
    """
    covered, misled = _covered(listing.envelopes), _misled(listing.envelopes)
    ways = Ways.of(listing.envelopes)
    made: list[NewEnvelope] = []
    unreached = defaultdict[str, set[UUID]](set)
    for notice in planned.notices:
        waiting = [one for one in notice.about if not _told(listing, one)]
        if corrects and misled.isdisjoint(notice.about):
            continue
        key = _to(notice)
        if not waiting or all(one in covered[key] for one in waiting):
            continue
        channel = ways.channel(notice, waiting)
        if channel is None:
            unreached[notice.to.email or notice.to.address].update(notice.about)
            continue
        ident = uuid5(incident_id, f"notice {number}.{len(made)}")
        made.append(_envelope(ident, notice, channel, listing.people, version, sender))
    about = frozenset(one for envelope in made for one in envelope.about)
    done = _nothing_to_say(listing, planned)
    replaced = (
        old.id
        for old in listing.envelopes
        if old.state in TO_REPLACE
        and _followed(old, about, done)
        and unreached[address(old)].isdisjoint(old.about)
    )
    return Ready(tuple(made), (*replaced, *_sent_elsewhere(listing.envelopes, made, done)))


def _nothing_to_say(listing: Listing, planned: Plan) -> frozenset[UUID]:
    """About whom nothing is written to anybody: told already, held back since, or not affected."""
    written = {one for notice in planned.notices for one in notice.about}
    return frozenset(
        one for one in planned.addressings if one not in written or _told(listing, one)
    )


def _followed(old: OnWay, about: Collection[UUID], done: Collection[UUID]) -> bool:
    """Whether new notices, `about` these, say all of an old one that may still be said: one about
    two children is followed by that about the one who is still to be told about.
    """
    left = set(old.about).difference(done)
    return bool(left) and left.issubset(about)


def _sent_elsewhere(
    envelopes: Iterable[OnWay], made: Iterable[NewEnvelope], done: Collection[UUID]
) -> Iterator[UUID]:
    """The notices nobody is sure of whose addressee now gets another one: only where their address
    was corrected, for whoever is reached as before keeps that one.
    """
    told = defaultdict[object, set[UUID]](set)
    for one in made:
        told[_reader(Envelope.from_json(one.body))].update(one.about)
    unsure = (one for one in envelopes if one.state is EnvelopeState.UNCERTAIN)
    for old in unsure:
        if _followed(old, told[_reader(Envelope.from_json(old.body))], done):
            yield old.id


def passed_over(listing: Listing, made: Ready) -> tuple[Envelope, ...]:
    """The notices that told somebody what is being corrected, and whom this sending does not put
    right: today's list writes to another, as when a child has turned the age or somebody is barred.
    """
    told = defaultdict[object, set[UUID]](set)
    certain = LIVE - {EnvelopeState.UNCERTAIN}
    right = [(one.body, one.about) for one in made.envelopes]
    right += [(one.body, one.about) for one in listing.envelopes if one.state in certain]
    for body, about in right:
        told[_reader(Envelope.from_json(body))].update(about)
    wrong = (one for one in listing.envelopes if one.state is EnvelopeState.CORRECTED)
    opened = ((Envelope.from_json(one.body), one.about) for one in wrong)
    return tuple(had for had, about in opened if not told[_reader(had)].issuperset(about))


def _reader(envelope: Envelope) -> tuple[AddresseeKind, str]:
    return envelope.to, name_key(envelope.name)


NOW, ON_ITS_WAY, NOT_YET = "now", "on_its_way", "not_yet"


def outlook(listing: Listing, planned: Plan, made: Ready) -> Counter[tuple[str, str]]:
    """How everybody on the list fares in this sending, as (standing, reason), each person once.

    `NOW`: a notice of this sending is about them. `ON_ITS_WAY`: one of an earlier sending is.
    `NOT_YET`: none is, because this text corrects what they have never been told.
    """
    now = {one for envelope in made.envelopes for one in envelope.about}
    live = {one for each in listing.envelopes if each.state in LIVE for one in each.about}
    return Counter(
        (NOW, "")
        if one in now
        else (ON_ITS_WAY if one in live else NOT_YET, "")
        if stands[0] == "to_be_told"
        else stands
        for one, stands in standings(listing, planned).items()
    )


def _envelope(
    ident: UUID,
    notice: PlannedNotice,
    channel: Channel,
    people: Mapping[UUID, Affected],
    version: int,
    sender: Sender | None,
) -> NewEnvelope:
    envelope = replace(Envelope.of(ident, notice, people), sender=sender)
    return NewEnvelope(
        id=ident,
        channel=channel,
        body=envelope.to_json(),
        notice_version=version,
        about=notice.about,
    )


def _told(listing: Listing, one: UUID) -> bool:
    stored = listing.stored.get(one)
    return stored is not None and stored.standing == TOLD


def _to(notice: PlannedNotice) -> To:
    return (notice.to.kind, notice.to.name, notice.to.email, notice.to.address)


def _misled(envelopes: Iterable[OnWay]) -> frozenset[UUID]:
    """About whom a notice has arrived that is being corrected."""
    wrong = (one for one in envelopes if one.state is EnvelopeState.CORRECTED)
    return frozenset(about for one in wrong for about in one.about)


def _covered(envelopes: Iterable[OnWay]) -> defaultdict[To, set[UUID]]:
    """Whom each addressee has been, or is being, told about."""
    found: defaultdict[To, set[UUID]] = defaultdict(set)
    for on_way in envelopes:
        if on_way.state in LIVE:
            stored = Envelope.from_json(on_way.body)
            found[stored.to, stored.name, stored.email, stored.postal].update(on_way.about)
    return found
