"""Duties: of one incident, due next across schools, and those a timer must look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, exists, func, or_, select, tuple_

from portal.models.duties import DutyRow
from portal.models.incidents import ConcernRow, IncidentRow, InvolvementRow
from portal.store.visibility import in_scope, one_of, visible
from tenants.roles import Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from portal.store.visibility import Viewer
    from tenants.db import Scope

IS_OPEN = DutyRow.met_at.is_(None) & DutyRow.lapsed_at.is_(None)


def duties_of(session: Session, scope: Scope, incident_id: UUID) -> Sequence[DutyRow]:
    """All duties of an incident, open ones and settled ones, by due time."""
    return session.scalars(
        select(DutyRow)
        .where(in_scope(DutyRow, scope), DutyRow.incident_id == incident_id)
        .order_by(DutyRow.due_at, DutyRow.id)
    ).all()


def theirs(viewer: Viewer) -> ColumnElement[bool]:
    """Who handles a school's incidents sees what anybody owes there; others what they owe.

    A reporter never learns of the 72 hours, nor of what others have to do.
    """
    leads = exists().where(
        InvolvementRow.school_id == DutyRow.school_id,
        InvolvementRow.incident_id == DutyRow.incident_id,
        InvolvementRow.person_id == viewer.person_id,
        InvolvementRow.how == "lead",
    )
    ways = [DutyRow.person_id == viewer.person_id, and_(DutyRow.role == Role.LEAD, leads)]
    if viewer.sees_all_of:
        ways.append(one_of(DutyRow.school_id, viewer.sees_all_of))
    if viewer.owing:
        own = tuple_(DutyRow.school_id, DutyRow.role).in_(viewer.owing)
        ways.append(and_(DutyRow.person_id.is_(None), own))
    return or_(*ways)


def due_next(
    session: Session,
    scope: Scope,
    viewer: Viewer,
    *,
    after: tuple[datetime, UUID] | None = None,
    until: datetime | None = None,
    limit: int = 25,
) -> Sequence[DutyRow]:
    """Open duties of incidents that the viewer may see, in every school of the scope, by time."""
    statement = (
        select(DutyRow)
        .join(
            IncidentRow,
            (IncidentRow.school_id == DutyRow.school_id) & (IncidentRow.id == DutyRow.incident_id),
        )
        .where(in_scope(DutyRow, scope), IS_OPEN, visible(scope, viewer), theirs(viewer))
    )
    if after is not None:
        statement = statement.where(tuple_(DutyRow.due_at, DutyRow.id) > after)
    if until is not None:
        statement = statement.where(DutyRow.due_at <= until)
    return session.scalars(statement.order_by(DutyRow.due_at, DutyRow.id).limit(limit)).all()


@dataclass(frozen=True, slots=True)
class DueCounts:
    """How many are late, and how many more fall due within each period asked for."""

    late: int
    within: tuple[int, ...]


def count_due(
    session: Session,
    scope: Scope,
    viewer: Viewer,
    now: datetime,
    periods: tuple[timedelta, ...],
) -> DueCounts:
    """Figures above the desk, over the same duties as `due_next`."""
    open_due = (
        select(DutyRow.due_at)
        .join(
            IncidentRow,
            (IncidentRow.school_id == DutyRow.school_id) & (IncidentRow.id == DutyRow.incident_id),
        )
        .where(in_scope(DutyRow, scope), IS_OPEN, visible(scope, viewer), theirs(viewer))
        .where(DutyRow.due_at <= now + max(periods))
        .subquery()
    )
    late = func.count().filter(open_due.c.due_at < now)
    within = [
        func.count().filter(open_due.c.due_at >= now, open_due.c.due_at <= now + period)
        for period in periods
    ]
    counts = session.execute(select(late, *within)).one()
    return DueCounts(counts[0], tuple(counts[1:]))


def count_late(session: Session, scope: Scope, now: datetime) -> dict[UUID, int]:
    """Open duties past their time, by school: a count that oversight may see."""
    rows = session.execute(
        select(DutyRow.school_id, func.count())
        .where(in_scope(DutyRow, scope), IS_OPEN, DutyRow.due_at < now)
        .group_by(DutyRow.school_id)
    )
    return dict(rows.all())


def incidents_of(
    session: Session, scope: Scope, duty_ids: Sequence[UUID]
) -> dict[UUID, list[UUID]]:
    """These duties by their incident."""
    found: dict[UUID, list[UUID]] = {}
    rows = session.execute(
        select(DutyRow.incident_id, DutyRow.id).where(
            in_scope(DutyRow, scope), DutyRow.id.in_(duty_ids)
        )
    )
    for incident_id, duty_id in rows:
        if incident_id is not None:
            found.setdefault(incident_id, []).append(duty_id)
    return found


def lock_duties(session: Session, scope: Scope, ids: Sequence[UUID]) -> Sequence[DutyRow]:
    """These duties, locked, as far as they are still open."""
    return session.scalars(
        select(DutyRow)
        .where(in_scope(DutyRow, scope), DutyRow.id.in_(ids), IS_OPEN)
        .order_by(DutyRow.id)
        .with_for_update(skip_locked=True)
    ).all()


def concerned_in(session: Session, scope: Scope, incident_id: UUID) -> frozenset[UUID]:
    """The persons whom an incident concerns."""
    return frozenset(
        session.scalars(
            select(ConcernRow.person_id).where(
                in_scope(ConcernRow, scope), ConcernRow.incident_id == incident_id
            )
        )
    )
