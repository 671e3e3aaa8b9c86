"""The list of people affected: read from an import, changed by decisions, counted. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from portal.rules.facts import Facts, PeopleDecision
from portal.rules.rows import EnvelopeStanding, Standing
from portal.rules.telling.addressees import (
    Affected,
    Plan,
    Reason,
    Status,
    from_json,
    plan,
    to_json,
)
from portal.rules.telling.agreeing import whom
from portal.rules.telling.care import asking_authorities
from portal.rules.telling.envelope import Envelope
from portal.rules.telling.on_way import EnvelopeState, OnWay, about_each, standing
from portal.rules.telling.still_right import by_people, still_so
from portal.rules.telling.tally import counting
from portal.rules.telling.ways import Ways
from tenants.calendar import UK
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class OnList:
    """A person affected as stored. `match` is the keyed hash of what identifies them."""

    id: UUID
    match: bytes
    body: bytes
    standing: str
    reason: str
    named_in: tuple[int, ...]
    """The versions of the list that were made by imports that name them; one taken back is none."""
    named: bytes
    """Keyed hash of name and date of birth; the same as `match` for whom no number is known."""


@dataclass(frozen=True, slots=True)
class Imported:
    """A person of an import, with the keyed hashes by which the list knows them again."""

    match: bytes
    """Of the UPN or the school's number, else of name and date of birth."""
    person: Affected
    named: bytes = b""
    """Of name and date of birth."""
    unborn: bytes = b""
    """Of the name alone: how they were listed while no date of birth was known."""
    adds: bool = False
    """It was typed in: what it leaves blank stays as it is."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The stored list, opened, with the notices on their way."""

    stored: Mapping[UUID, OnList]
    people: Mapping[UUID, Affected]
    envelopes: tuple[OnWay, ...] = ()

    def planned(
        self,
        facts: Facts,
        policy: Policy,
        now: datetime,
        changes: Mapping[UUID, Affected] | None = None,
        decision: PeopleDecision | None = None,
    ) -> Plan:
        """To whom notices go today, as far as the list says; with `changes` made."""
        people = {**self.people, **(changes or {})}
        today = now.astimezone(UK).date()
        return plan(people.values(), policy, today, decision or facts.people_decision)


def opened(people: Sequence[OnList], envelopes: tuple[OnWay, ...] = ()) -> Listing:
    """The stored list as the rules read it."""
    return Listing(
        stored={one.id: one for one in people},
        people={one.id: from_json(one.body) for one in people},
        envelopes=envelopes,
    )


def changed(facts: Facts) -> Facts:
    """Facts after a change to the list: one made after the safeguarding lead's check asks for
    another check of what is then another version.
    """
    people = facts.people
    if not people.checks or people.checked_version != people.list_version:
        return facts
    return replace(facts, people=replace(people, list_version=people.list_version + 1))


def relisted(
    listing: Listing,
    changes: Mapping[UUID, Affected],
    facts: Facts,
    policy: Policy,
    now: datetime,
) -> tuple[Facts, tuple[Standing | EnvelopeStanding, ...]]:
    """Facts with the new counts, and a row for everybody whose details or standing changed, and for
    each letter that lies printed, or notice that was stopped, and is not right any more.
    """
    after, found, left_out = recounted(listing, changes, facts, policy, now)
    rows = tuple(
        Standing(one, *found[one], body=to_json(changes[one]) if one in changes else None)
        for one, stored in listing.stored.items()
        if one in changes or found[one] != (stored.standing, stored.reason)
    )
    return after, (*rows, *left_out)


def recounted(
    listing: Listing,
    changes: Mapping[UUID, Affected],
    facts: Facts,
    policy: Policy,
    now: datetime,
) -> tuple[Facts, dict[UUID, tuple[str, str]], tuple[EnvelopeStanding, ...]]:
    """Facts with the new counts, where telling everybody stands with `changes` made, and the
    notices that are left out because of them.

    `changes` may name people who are not stored yet.
    """
    planned = listing.planned(facts, policy, now, changes)
    everybody = {**listing.people, **changes}
    listing, left_out = _left_out(listing, planned, everybody)
    found = standings(listing, planned)
    people = everybody.values()
    held = sum(person.held_back for person in people)
    newly_held = any(
        person.held_back and not (one in listing.people and listing.people[one].held_back)
        for one, person in changes.items()
    )
    counted = replace(
        facts.people,
        imported=len(people),
        not_affected=sum(person.not_affected for person in people),
        whom=whom(planned, everybody),
        held_back=held,
        held_back_at=now if newly_held else facts.people.held_back_at,
    )
    counted = asking_authorities(counted, people, listing.envelopes, now)
    after = counting(replace(facts, people=counted), found, listing.envelopes, now)
    return after, found, left_out


def _left_out(
    listing: Listing, planned: Plan, people: Mapping[UUID, Affected]
) -> tuple[Listing, tuple[EnvelopeStanding, ...]]:
    wrong = outdated(replace(listing, people=people), planned)
    return moved(listing, dict.fromkeys(wrong, (EnvelopeState.LEFT_OUT, "changed")))


WITH_A_PERSON = frozenset({EnvelopeState.PRINTED, EnvelopeState.STOPPED})


def outdated(listing: Listing, planned: Plan) -> tuple[UUID, ...]:
    """Letters that lie printed, and notices that were stopped, which today's list would not make.

    An e-mail that waits is looked at in the moment of sending; these wait for a person.
    """
    today = by_people(planned)
    return tuple(
        one.id
        for one in listing.envelopes
        if one.state in WITH_A_PERSON
        and not still_so(Envelope.from_json(one.body), one.about, today, listing.people)
    )


def restood(listing: Listing, one: UUID, stands: tuple[str, str]) -> Listing:
    """The list with one person standing otherwise than is stored."""
    stored = replace(listing.stored[one], standing=stands[0], reason=stands[1])
    return replace(listing, stored={**listing.stored, one: stored})


def moved(
    listing: Listing, states: Mapping[UUID, tuple[EnvelopeState, str]], *, again: bool = False
) -> tuple[Listing, tuple[EnvelopeStanding, ...]]:
    """The list with these notices standing otherwise, and a row for each of them."""
    envelopes = tuple(
        replace(one, state=states[one.id][0], reason=states[one.id][1]) if one.id in states else one
        for one in listing.envelopes
    )
    rows = tuple(EnvelopeStanding(one, *state, again=again) for one, state in states.items())
    return replace(listing, envelopes=envelopes), rows


def standings(listing: Listing, planned: Plan) -> dict[UUID, tuple[str, str]]:
    """Where telling each person stands: (standing, reason)."""
    on_way, ways = about_each(listing.envelopes), Ways.of(listing.envelopes)
    open_to = {
        one for each in planned.notices if ways.channel(each, each.about) for one in each.about
    }
    found = {}
    for one, addressing in planned.addressings.items():
        stored = listing.stored.get(one)
        before = (stored.standing, stored.reason) if stored else ("", "")
        said = (addressing.status.value, addressing.reason.value if addressing.reason else "")
        if addressing.letters and one not in open_to:  # where they are reached, one went astray
            said = (Status.UNRESOLVED.value, Reason.NO_USABLE_CHANNEL.value)
        found[one] = standing(before, on_way.get(one, ()), said)
    return found
