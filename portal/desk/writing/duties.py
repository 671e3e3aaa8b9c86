"""Bring the stored duties in line with what is owed, after an action or when time alone passes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from portal.desk.writing import duty_rows
from portal.desk.writing.duty_rows import About
from portal.models.incidents import InvolvementRow
from portal.rules import responsibilities
from portal.rules.duties import owed
from portal.store import duties as stored
from portal.store import involvement
from tenants.db import uuid7
from tenants.roles import Role

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from portal.desk.surroundings import Surroundings
    from portal.desk.writing.duty_rows import Compared
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
) -> Compared:
    """Open, meet, move and let lapse; and let whoever owes one see the incident.

    Of a new incident nothing is stored yet, so nothing is asked.
    """
    known = () if is_new else stored.duties_of(session, scope, facts.incident_id)
    listed = owed(facts, around.policy, around.calendar, now)
    about = About(facts.school_id, around, now, facts)
    compared = duty_rows.bring_in_line(session, known, listed, about)
    already = (
        frozenset[UUID]()
        if is_new
        else involvement.involved(session, scope, facts.incident_id, "owner")
    )
    _involve(session, facts, compared.owing - already)
    return compared


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
