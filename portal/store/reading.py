"""Signs of life and steps taken: what the ladder looks back at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select, union_all

from portal.models.incidents import DecisionRow
from portal.models.reminders import ReminderRow
from portal.models.working import SeenRow
from portal.store.visibility import in_scope

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from tenants.db import Scope


def last_signs(session: Session, scope: Scope, incident_id: UUID) -> dict[UUID, datetime]:
    """When each person last opened the incident or did something in it."""
    signs = union_all(
        select(SeenRow.person_id, SeenRow.seen_at.label("at")).where(
            in_scope(SeenRow, scope), SeenRow.incident_id == incident_id
        ),
        select(DecisionRow.person_id, DecisionRow.done_at.label("at")).where(
            in_scope(DecisionRow, scope),
            DecisionRow.incident_id == incident_id,
            DecisionRow.person_id.is_not(None),
        ),
    ).subquery()
    rows = session.execute(
        select(signs.c.person_id, func.max(signs.c.at).label("at")).group_by(signs.c.person_id)
    )
    return {one.person_id: one.at for one in rows}


def list_marks(
    session: Session, scope: Scope, incident_id: UUID, what: str
) -> tuple[tuple[UUID, datetime], ...]:
    """Who opened this, and when: newest first."""
    rows = session.execute(
        select(SeenRow.person_id, SeenRow.seen_at)
        .where(in_scope(SeenRow, scope), SeenRow.incident_id == incident_id, SeenRow.what == what)
        .order_by(SeenRow.seen_at.desc(), SeenRow.id.desc())
    )
    return tuple((person_id, at) for person_id, at in rows)


def list_marks_like(
    session: Session, scope: Scope, incident_id: UUID, begins: str
) -> tuple[tuple[UUID, str, datetime], ...]:
    """Who opened anything of which the mark begins so, which, and when: newest first."""
    rows = session.execute(
        select(SeenRow.person_id, SeenRow.what, SeenRow.seen_at)
        .where(
            in_scope(SeenRow, scope),
            SeenRow.incident_id == incident_id,
            SeenRow.what.startswith(begins, autoescape=True),
        )
        .order_by(SeenRow.seen_at.desc(), SeenRow.id.desc())
    )
    return tuple((person_id, what, at) for person_id, what, at in rows)


def steps_taken(
    session: Session, scope: Scope, duty_ids: Sequence[UUID]
) -> dict[UUID, dict[tuple[str, UUID], datetime]]:
    """(step, person) of every reminder recorded for each duty, and when it was taken last."""
    rows = session.execute(
        select(ReminderRow.duty_id, ReminderRow.step, ReminderRow.person_id, ReminderRow.at).where(
            in_scope(ReminderRow, scope), ReminderRow.duty_id.in_(duty_ids)
        )
    )
    taken: dict[UUID, dict[tuple[str, UUID], datetime]] = {ident: {} for ident in duty_ids}
    for duty_id, step, person_id, at in rows:
        taken[duty_id][step, person_id] = at
    return taken
