"""Duties: of one incident, due next across schools, and those a timer must look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Uuid, and_, any_, func, literal, not_, or_, select, true, tuple_

from portal.models.duties import DutyRow
from portal.models.incidents import ConcernRow, IncidentRow
from portal.store.visibility import hidden, in_scope, one_of, visible
from tenants.roles import Role

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime, timedelta
    from uuid import UUID

    from sqlalchemy import ColumnElement, Select
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


def duties_of_school(
    session: Session, scope: Scope, keys: Sequence[tuple[str, str, int]]
) -> Sequence[DutyRow]:
    """What the school of the scope owes as such: open ones, and those of these keys."""
    key = tuple_(DutyRow.kind, DutyRow.subject, DutyRow.occurrence)
    return session.scalars(
        select(DutyRow).where(
            in_scope(DutyRow, scope),
            DutyRow.incident_id.is_(None),
            or_(IS_OPEN, key.in_(keys)),
        )
    ).all()


def theirs(viewer: Viewer) -> ColumnElement[bool]:
    """Who handles a school's incidents sees what anybody owes there; others what they owe.

    A reporter never learns of the 72 hours, nor of what others have to do.
    """
    owes = literal(viewer.person_id, Uuid) == any_(DutyRow.owners)  # also as a stand-in
    ways = [owes, DutyRow.person_id == viewer.person_id]
    if viewer.sees_all_of:
        ways.append(one_of(DutyRow.school_id, viewer.sees_all_of))
    if viewer.owing:
        own = tuple_(DutyRow.school_id, DutyRow.role).in_(viewer.owing)
        ways.append(and_(DutyRow.person_id.is_(None), own))
    return or_(*ways)


def of_own_school(viewer: Viewer) -> ColumnElement[bool]:
    """What a school owes as such is shown to its owners and to administrators."""
    owes = literal(viewer.person_id, Uuid) == any_(DutyRow.owners)
    runs = [school for school, role in viewer.owing if role is Role.ADMINISTRATOR]
    ways = [owes, one_of(DutyRow.school_id, tuple(runs))] if runs else [owes]
    return and_(DutyRow.incident_id.is_(None), or_(*ways))


def _on_desk(statement: Select[Any], scope: Scope, viewer: Viewer, now: datetime) -> Select[Any]:
    """Narrow a statement on `DutyRow` to the open duties that stand on the viewer's desk."""
    of_incidents = and_(visible(scope, viewer), theirs(viewer))
    return statement.outerjoin(
        IncidentRow,
        (IncidentRow.school_id == DutyRow.school_id) & (IncidentRow.id == DutyRow.incident_id),
    ).where(
        in_scope(DutyRow, scope),
        IS_OPEN,
        DutyRow.opens_at <= now,
        or_(of_incidents, of_own_school(viewer)),
    )


def due_next(
    session: Session,
    scope: Scope,
    viewer: Viewer,
    now: datetime,
    *,
    after: tuple[datetime, UUID] | None = None,
    until: datetime | None = None,
    kinds: Collection[str] = (),
    own: bool | None = None,
    of_school: bool | None = None,
    limit: int = 25,
) -> Sequence[DutyRow]:
    """Open duties of incidents that the viewer may see and of their schools, by time.

    `kinds`: of these alone. `own`: what the viewer owes, or what others owe; None for both.
    `of_school`: what a school itself is owed, or what incidents are; None for both.
    """
    statement = _on_desk(select(DutyRow), scope, viewer, now)
    if own is not None:
        owes = literal(viewer.person_id, Uuid) == any_(DutyRow.owners)
        statement = statement.where(owes if own else not_(owes))
    if of_school is not None:
        itself = DutyRow.incident_id.is_(None)
        statement = statement.where(itself if of_school else not_(itself))
    if kinds:
        statement = statement.where(DutyRow.kind.in_(kinds))
    if after is not None:
        statement = statement.where(tuple_(DutyRow.due_at, DutyRow.id) > after)
    if until is not None:
        statement = statement.where(DutyRow.due_at <= until)
    return session.scalars(statement.order_by(DutyRow.due_at, DutyRow.id).limit(limit)).all()


@dataclass(frozen=True, slots=True)
class DueCount:
    """How many there are, and how many of them the viewer owes."""

    of_all: int
    own: int


@dataclass(frozen=True, slots=True)
class DueCounts:
    """How many are late, and how many more fall due within each period asked for."""

    late: DueCount
    within: tuple[DueCount, ...]


def count_due(
    session: Session,
    scope: Scope,
    viewer: Viewer,
    now: datetime,
    periods: tuple[timedelta, ...],
    *,
    kinds: Collection[str] = (),
) -> DueCounts:
    """Figures above the desk, over the same duties as `due_next`."""
    owes = (literal(viewer.person_id, Uuid) == any_(DutyRow.owners)).label("own")
    statement = _on_desk(select(DutyRow.due_at), scope, viewer, now).add_columns(owes)
    if kinds:
        statement = statement.where(DutyRow.kind.in_(kinds))
    open_due = statement.where(DutyRow.due_at <= now + max(periods)).subquery()
    late = open_due.c.due_at < now
    within = [
        and_(open_due.c.due_at >= now, open_due.c.due_at <= now + period) for period in periods
    ]
    counts = session.execute(
        select(
            *(
                func.count().filter(which, whose)
                for which in (late, *within)
                for whose in (true(), open_due.c.own)
            )
        )
    ).one()
    first, *rest = (DueCount(*pair) for pair in zip(counts[::2], counts[1::2], strict=True))
    return DueCounts(first, tuple(rest))


@dataclass(frozen=True, slots=True)
class LateCount:
    """A school's open duties past their time: all, and those of the school itself among them."""

    of_all: int
    of_school: int


def count_late(
    session: Session, scope: Scope, viewer: Viewer, now: datetime
) -> dict[UUID, LateCount]:
    """Open duties past their time, by school: a count that oversight may see."""
    of_school = func.count().filter(DutyRow.incident_id.is_(None))
    rows = session.execute(
        select(DutyRow.school_id, func.count(), of_school)
        .where(
            in_scope(DutyRow, scope),
            IS_OPEN,
            DutyRow.due_at < now,
            ~hidden(DutyRow, viewer.person_id),
        )
        .group_by(DutyRow.school_id)
    )
    return {school_id: LateCount(*counts) for school_id, *counts in rows}


def incidents_of(
    session: Session, scope: Scope, duty_ids: Sequence[UUID]
) -> dict[UUID | None, list[UUID]]:
    """These duties by their incident; None: those of the school itself."""
    found: dict[UUID | None, list[UUID]] = {}
    rows = session.execute(
        select(DutyRow.incident_id, DutyRow.id).where(
            in_scope(DutyRow, scope), DutyRow.id.in_(duty_ids)
        )
    )
    for incident_id, duty_id in rows:
        found.setdefault(incident_id, []).append(duty_id)
    return found


def incidents_owing(session: Session, scope: Scope) -> list[tuple[UUID, UUID]]:
    """(school, incident) wherever something is still owed in an incident."""
    rows = session.execute(
        select(DutyRow.school_id, DutyRow.incident_id)
        .where(in_scope(DutyRow, scope), DutyRow.incident_id.is_not(None), IS_OPEN)
        .distinct()
    )
    return [(school_id, incident_id) for school_id, incident_id in rows if incident_id]


def find_school_duty(session: Session, scope: Scope, duty_id: UUID) -> DutyRow | None:
    """A duty of the school itself, settled or not."""
    return session.scalars(
        select(DutyRow).where(
            in_scope(DutyRow, scope), DutyRow.id == duty_id, DutyRow.incident_id.is_(None)
        )
    ).one_or_none()


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
