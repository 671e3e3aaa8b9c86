"""Bring the stored duties in line with what is owed, after an action or when time alone passes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from portal.models.duties import DutyRow
from portal.models.incidents import InvolvementRow
from portal.rules import owners, reminders, responsibilities
from portal.rules.duties import owed
from portal.store import duties as stored
from portal.store import involvement
from tenants.db import uuid7
from tenants.roles import Role

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.desk.case import Surroundings
    from portal.rules.duties.duty import Duty
    from portal.rules.facts import Facts
    from portal.rules.outcome import Actor
    from tenants.db import Scope


def compare(
    session: Session,
    scope: Scope,
    around: Surroundings,
    facts: Facts,
    now: datetime,
    *,
    is_new: bool = False,
) -> None:
    """Open, meet, move and let lapse; and let whoever owes one see the incident.

    Of a new incident nothing is stored yet, so nothing is asked.
    """
    known = () if is_new else stored.duties_of(session, scope, facts.incident_id)
    rows = {(row.kind, row.subject, row.occurrence): row for row in known}
    listed = owed(facts, around.policy, around.calendar, now)
    for duty in listed:
        row = rows.pop(duty.key, None) or _new_row(session, facts)
        _update(row, duty, around, facts, now)
    for row in rows.values():
        if row.met_at is None and row.lapsed_at is None:
            row.lapsed_at, row.next_at = now, None
    owing = _owing(around, facts, [duty for duty in listed if not duty.met_at], now)
    if not is_new:
        owing -= involvement.involved(session, scope, facts.incident_id, "owner")
    _involve(session, facts, owing)


def _new_row(session: Session, facts: Facts) -> DutyRow:
    row = DutyRow(school_id=facts.school_id, id=uuid7(), incident_id=facts.incident_id)
    session.add(row)
    return row


def _update(row: DutyRow, duty: Duty, around: Surroundings, facts: Facts, now: datetime) -> None:
    row.kind, row.subject, row.occurrence = duty.key
    row.what, row.role, row.person_id = duty.what, duty.role, duty.person
    row.family, row.action = duty.family, duty.action
    row.cite = around.policy.cite(duty.kind)
    row.opens_at, row.due_at, row.met_at, row.lapsed_at = (
        duty.opens_at,
        duty.due_at,
        duty.met_at,
        None,
    )
    row.cautious, row.closing_waits = duty.cautious, duty.closing_waits
    row.next_at = None if duty.met_at else next_look(duty, around, facts, now)


def next_look(duty: Duty, around: Surroundings, facts: Facts, now: datetime) -> datetime | None:
    """When a timer must look at this duty again: a reminder, a climb, or the rule's own recheck."""
    ladder = reminders.next_at(
        duty, around.policy, now, facts=facts, calendar=around.calendar
    )
    moments = [moment for moment in (ladder, duty.recheck_at) if moment is not None]
    return min(moments, default=None)


def _owing(around: Surroundings, facts: Facts, open_duties: list[Duty], now: datetime) -> set[UUID]:
    return {
        person.person_id
        for duty in open_duties
        for person in owner_of(duty, around, facts, now).people
    }


def _involve(session: Session, facts: Facts, owing: set[UUID]) -> None:
    """Whoever owes a duty may see its incident."""
    for person_id in owing:
        session.add(
            InvolvementRow(
                school_id=facts.school_id,
                id=uuid7(),
                incident_id=facts.incident_id,
                person_id=person_id,
                how="owner",
            )
        )


def owner_of(duty: Duty, around: Surroundings, facts: Facts, now: datetime) -> owners.Owner:
    """Who owes it now: never nobody."""
    return owners.owner_of(duty, around.roster, facts, around.policy, now)


def with_signs(facts: Facts, around: Surroundings, who: Actor, at: datetime) -> Facts:
    """Note the first look by a first contact, and the last sign of the DPO.

    What a stand-in does is no sign of the DPO: else the stand-in would lose the role by using it.
    """
    contacts = responsibilities.first_contacts(around.policy, facts)
    is_new_report = facts.reported_at == at and who.person_id == facts.intake.reporter.person_id
    if facts.looked_at is None and who.roles & contacts and not is_new_report:
        facts = replace(facts, looked_at=at)
    if not is_new_report:
        fresh = who.roles & contacts - {role for role, _at in facts.looks}
        facts = replace(facts, looks=(*facts.looks, *((role, at) for role in sorted(fresh))))
    if Role.DPO in who.roles - who.standing_in:
        facts = replace(facts, last_dpo_act_at=max(at, facts.last_dpo_act_at or at))
    return facts
