"""Who of a school may be asked at all: those whom it does not concern, here and not away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.rules.facts import Facts
from portal.rules.in_charge.roster import Away, Holder, Roster, counted_as
from tenants.roles import Role

COVERED = frozenset({Role.HEAD, Role.DPO})
"""For whom the person stands in who covers a closure."""


def concerned(roster: Roster, facts: Facts | None) -> frozenset[UUID]:
    """Whom it concerns; when one of a DPO service is concerned, the whole service is."""
    marked = facts.concerned if facts else frozenset[UUID]()
    if not marked:
        return marked
    services = {holder.group for holder in roster.holders if holder.person_id in marked} - {None}
    return marked | {holder.person_id for holder in roster.holders if holder.group in services}


def with_service(roster: Roster, person_id: UUID) -> tuple[UUID, ...]:
    """A person to be marked as concerned, with all of their DPO service where they are of one."""
    groups = {one.group for one in roster.holders if one.person_id == person_id} - {None}
    others = (one.person_id for one in roster.holders if one.group in groups)
    return tuple(dict.fromkeys((person_id, *others)))


def in_role(role: Role, roster: Roster, facts: Facts | None) -> tuple[Holder, ...]:
    """Everybody in the role whom it does not concern, away or not."""
    match role:
        case Role.LEAD if facts:
            found = tuple(one for one in roster.holders if one.person_id == facts.lead)
        case Role.REPORTER if facts:
            reporter = facts.intake.reporter.person_id
            found = tuple(one for one in roster.holders if one.person_id == reporter)
        case _:
            found = roster.by_role.get(role, ())
    hidden = concerned(roster, facts)
    return tuple(one for one in found if one.person_id not in hidden) if hidden else found


def is_away(holder: Holder, role: Role, roster: Roster, now: datetime) -> bool:
    """Whether the person is away now, from everything or from this role."""
    return any(_absences(holder, role, roster, now))


def away_until(holder: Holder, roster: Roster, now: datetime) -> datetime | None:
    """When whoever is away now from what they are here is back; None while they are here."""
    ends = (away.until_at for away in _absences(holder, holder.role, roster, now))
    return max(ends, default=None)


def named_for(role: Role, roster: Roster, facts: Facts | None, now: datetime) -> frozenset[UUID]:
    """Who is named to stand in for this role now: whoever covers the closure of today (DBRP-6.1),
    and whom somebody in the role, who is away, has named.
    """
    of_absent = {
        away.stand_in
        for holder in in_role(role, roster, facts)
        for away in _absences(holder, role, roster, now)
        if away.stand_in is not None
    }
    return frozenset(of_absent) | (roster.covering if role in COVERED else frozenset())


def _absences(holder: Holder, role: Role, roster: Roster, now: datetime) -> Iterator[Away]:
    """Those of the person that hold now, from everything or from this role."""
    return (
        away
        for away in roster.away
        if away.person_id == holder.person_id
        and (away.role is None or role in counted_as(away.role))
        and away.from_at <= now < away.until_at
    )


def covering(role: Role, roster: Roster, facts: Facts | None, now: datetime) -> tuple[Holder, ...]:
    """Those of them whom it does not concern and who are here themselves, each once."""
    asked = named_for(role, roster, facts, now) - concerned(roster, facts)
    if not asked:
        return ()
    found: dict[UUID, Holder] = {}
    for one in roster.holders:
        if one.person_id in asked and not is_away(one, one.role, roster, now):
            found.setdefault(one.person_id, one)
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Search:
    """Finds the people of a role whom it does not concern."""

    roster: Roster
    facts: Facts | None
    now: datetime
    not_these: frozenset[UUID]

    def people(
        self, held: Role, *, makers_too: bool = False, away_too: bool = False
    ) -> dict[UUID, Holder]:
        """Those in the role, by id, less who made what is looked at and who is away."""
        return {
            one.person_id: one
            for one in in_role(held, self.roster, self.facts)
            if (makers_too or one.person_id not in self.not_these)
            and (away_too or not is_away(one, held, self.roster, self.now))
        }

    def cover(self, role: Role) -> dict[UUID, Holder]:
        """Who is named to stand in for the role, and did not make what is looked at."""
        return {
            one.person_id: one
            for one in covering(role, self.roster, self.facts, self.now)
            if one.person_id not in self.not_these
        }
