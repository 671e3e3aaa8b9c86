"""What is left of incidents whose time was over, and which are next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from portal.models.incidents import IncidentRow
from portal.models.telling import RecipientRow
from portal.rules.facts import Follows
from portal.store import duties
from portal.store.visibility import in_scope, visible

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.store.visibility import Viewer
    from tenants.db import Scope


def find_erased(
    session: Session, scope: Scope, viewer: Viewer | None, incident_id: UUID
) -> IncidentRow | None:
    """The columns of an erased incident that the viewer may see; None where it is not erased.

    `viewer` is None for whoever has shown by other means that they have to do with it.
    """
    statement = select(IncidentRow).where(
        in_scope(IncidentRow, scope),
        IncidentRow.id == incident_id,
        IncidentRow.erased_at.is_not(None),
    )
    if viewer is not None:
        statement = statement.where(visible(scope, viewer))
    return session.scalar(statement)


def find_follows(
    session: Session, scope: Scope, viewer: Viewer | None, incident_id: UUID
) -> Follows | None:
    """How a report names the erased incident that it comes after."""
    row = find_erased(session, scope, viewer, incident_id)
    if row is None:
        return None
    concerned = duties.concerned_in(session, scope, row.id)
    return Follows(row.id, row.reference, tuple(sorted(concerned)))


def count_notices(session: Session, scope: Scope, incident_id: UUID) -> dict[str, int]:
    """How many notices stood where: all that is left of them."""
    rows = session.execute(
        select(RecipientRow.standing, func.count())
        .where(in_scope(RecipientRow, scope), RecipientRow.incident_id == incident_id)
        .group_by(RecipientRow.standing)
    )
    return {row.standing: row[1] for row in rows}


def list_over(
    session: Session, scope: Scope, viewer: Viewer, today: date, limit: int
) -> Sequence[IncidentRow]:
    """Closed incidents whose time is over, the longest first."""
    return session.scalars(
        select(IncidentRow)
        .where(
            visible(scope, viewer),
            IncidentRow.erased_at.is_(None),
            IncidentRow.kept_until < today,
        )
        .order_by(IncidentRow.kept_until, IncidentRow.id)
        .limit(limit)
    ).all()
