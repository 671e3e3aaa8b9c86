"""What one person owes at a school, and what was decided for them while they were away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, and_, any_, func, literal, or_, select

from portal.models.duties import DutyRow
from portal.models.incidents import DecisionRow, IncidentRow, InvolvementRow, reference
from portal.store.duties import IS_OPEN
from portal.store.visibility import hidden, in_scope, visible
from tenants.roles import Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from portal.store.visibility import Viewer
    from tenants.db import Scope
    from tenants.models import Absence

PAGE: Final = 50


def count_by_role(
    session: Session, scope: Scope, viewer: Viewer, person_id: UUID
) -> dict[Role, int]:
    """Open duties that the person owes now through a role, by the role that owes them."""
    rows = session.execute(
        select(DutyRow.role, func.count())
        .where(
            in_scope(DutyRow, scope),
            IS_OPEN,
            literal(person_id, Uuid) == any_(DutyRow.owners),
            or_(DutyRow.person_id.is_(None), DutyRow.person_id != person_id),
            DutyRow.role != Role.LEAD,
            ~hidden(DutyRow, viewer.person_id),
        )
        .group_by(DutyRow.role)
    )
    return {Role(role): number for role, number in rows}


def schools_of_own(session: Session, scope: Scope, person_id: UUID) -> list[UUID]:
    """The schools at which something was ever given to this person as themselves."""
    found = select(InvolvementRow.school_id).where(*_given(scope, person_id)).distinct()
    return list(session.scalars(found))


def _given(scope: Scope, person_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return (
        in_scope(InvolvementRow, scope),
        InvolvementRow.person_id == person_id,
        InvolvementRow.how.in_(("lead", "asked", "owner")),
    )


def incidents_of_own(session: Session, scope: Scope, person_id: UUID) -> list[tuple[UUID, str]]:
    """(id, reference) of the incidents in which something may be this person's own."""
    leads = select(InvolvementRow.incident_id).where(*_given(scope, person_id))
    rows = session.execute(
        select(IncidentRow.id, IncidentRow.year, IncidentRow.serial)
        .where(
            in_scope(IncidentRow, scope),
            IncidentRow.withdrawn_at.is_(None),
            IncidentRow.id.in_(leads),
            IncidentRow.id.in_(
                select(DutyRow.incident_id).where(
                    in_scope(DutyRow, scope),
                    IS_OPEN,
                    DutyRow.incident_id.is_not(None),
                    or_(DutyRow.person_id == person_id, DutyRow.role == Role.LEAD),
                )
            ),
        )
        .order_by(IncidentRow.year, IncidentRow.serial)
    )
    return [(ident, reference(year, serial)) for ident, year, serial in rows]


@dataclass(frozen=True, slots=True)
class Done:
    """A decision that somebody took for another."""

    id: UUID
    incident_id: UUID
    reference: str
    action: str
    role: Role
    person_id: UUID | None
    done_at: datetime


def list_done_for(
    session: Session,
    scope: Scope,
    viewer: Viewer,
    absences: Sequence[Absence],
    roles: frozenset[Role],
    *,
    before: UUID | None = None,
    limit: int = PAGE,
) -> tuple[Done, ...]:
    """What was decided 'acting for' one of these roles during these absences, newest first.

    Only in incidents that the viewer may see.
    """
    times = [
        and_(
            DecisionRow.done_at >= each.from_at,
            *([DecisionRow.done_at < each.until_at] if each.until_at else []),
            *([DecisionRow.acting_for == each.role] if each.role else []),
        )
        for each in absences
    ]
    if not times or not roles:
        return ()
    statement = (
        select(DecisionRow, IncidentRow.year, IncidentRow.serial)
        .join(
            IncidentRow,
            and_(
                IncidentRow.school_id == DecisionRow.school_id,
                IncidentRow.id == DecisionRow.incident_id,
            ),
        )
        .where(
            in_scope(DecisionRow, scope),
            visible(scope, viewer),
            DecisionRow.acting_for.in_(roles),
            DecisionRow.person_id.is_distinct_from(viewer.person_id),
            or_(*times),
        )
    )
    if before is not None:
        statement = statement.where(DecisionRow.id < before)
    rows = session.execute(statement.order_by(DecisionRow.id.desc()).limit(limit))
    return tuple(
        Done(
            id=row.id,
            incident_id=row.incident_id,
            reference=reference(year, serial),
            action=row.action,
            role=Role(row.acting_for or ""),
            person_id=row.person_id,
            done_at=row.done_at,
        )
        for row, year, serial in rows
    )
