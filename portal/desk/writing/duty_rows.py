"""Duties as rows: opened, met, moved and lapsed, of an incident or of the school itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from portal.models.duties import DutyRow
from portal.rules import reminders
from portal.rules.in_charge import owners
from portal.rules.words import Family
from tenants.db import uuid7

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.desk.surroundings import Surroundings
    from portal.rules.duties.duty import Duty
    from portal.rules.facts import Facts


@dataclass(frozen=True, slots=True)
class About:
    """What duties are compared against: the people and policy of a school, and its incident."""

    school_id: UUID
    around: Surroundings
    now: datetime
    facts: Facts | None = None
    """None for what the school owes as such."""

    def owners(self, duty: Duty) -> tuple[UUID, ...]:
        """Who owes this duty now: never nobody."""
        owing = owners.owner_of(duty, self.around.roster, self.facts, self.around.policy, self.now)
        return tuple(dict.fromkeys(one.person_id for one in owing.people))

    def next_look(self, duty: Duty) -> datetime | None:
        """When a timer must look again: a reminder, a climb, or the rule's own recheck."""
        ladder = reminders.next_at(
            duty, self.around.policy, self.now, facts=self.facts, calendar=self.around.calendar
        )
        moments = [moment for moment in (ladder, duty.recheck_at) if moment is not None]
        return min(moments, default=None)

    def climbs_at_once(self, duty: Duty) -> bool:
        """Whether a step has passed already of what is reminded of before it is due."""
        if duty.family in _WAITS_ITS_TURN:
            return False
        return bool(reminders.passed(duty, self.around.policy, self.now, facts=self.facts))


_WAITS_ITS_TURN = frozenset({Family.INTERNAL, Family.SCHOOL})


@dataclass
class Compared:
    """What a comparison has found."""

    owing: set[UUID] = field(default_factory=set)
    """Everybody who owes an open duty."""
    moved: list[tuple[DutyRow, UUID]] = field(default_factory=list)
    """Duties that were open already, each with somebody who owes it only now."""
    opened: list[DutyRow] = field(default_factory=list)
    """Duties that are open now and were not before."""


def bring_in_line(
    session: Session, known: Iterable[DutyRow], listed: Sequence[Duty], about: About
) -> Compared:
    """Open, meet, move and let lapse: afterwards the rows say what the rules say."""
    rows = {(row.kind, row.subject, row.occurrence): row for row in known}
    compared = Compared()
    for duty in listed:
        row = rows.pop(duty.key, None)
        before = set(row.owners) if row and row.met_at is None and row.lapsed_at is None else set()
        opens = row is None or row.lapsed_at is not None
        row = row or _new_row(session, about)
        _update(row, duty, about)
        compared.owing.update(row.owners)
        if opens and not duty.met_at:
            compared.opened.append(row)
        if before and not duty.met_at:
            compared.moved += [(row, one) for one in row.owners if one not in before]
    for row in rows.values():
        if row.met_at is None and row.lapsed_at is None:
            row.lapsed_at, row.next_at = about.now, None
    return compared


def _new_row(session: Session, about: About) -> DutyRow:
    incident_id = about.facts.incident_id if about.facts else None
    row = DutyRow(school_id=about.school_id, id=uuid7(), incident_id=incident_id)
    session.add(row)
    return row


def _update(row: DutyRow, duty: Duty, about: About) -> None:
    row.kind, row.subject, row.occurrence = duty.key
    row.what, row.role, row.person_id = duty.what, duty.role, duty.person
    row.owners = [] if duty.met_at else list(about.owners(duty))
    row.family, row.action = duty.family, duty.action
    moves = row.due_at != duty.due_at
    row.cite = about.around.policy.cite(duty.kind)
    row.opens_at, row.due_at, row.met_at, row.lapsed_at = (
        duty.opens_at,
        duty.due_at,
        duty.met_at,
        None,
    )
    row.cautious, row.closing_waits = duty.cautious, duty.closing_waits
    row.next_at = None if duty.met_at else about.next_look(duty)
    if not duty.met_at and moves and about.climbs_at_once(duty):
        row.next_at = about.now  # opened late, or moved earlier: nobody waits for the next step
