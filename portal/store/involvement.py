"""Why people may see an incident beside their role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from portal.models.incidents import InvolvementRow
from portal.store.visibility import in_scope

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from tenants.db import Scope


def involved(session: Session, scope: Scope, incident_id: UUID, how: str) -> frozenset[UUID]:
    """The persons involved in this way: 'reporter', 'asked', 'lead' or 'owner'."""
    return frozenset(
        session.scalars(
            select(InvolvementRow.person_id).where(
                in_scope(InvolvementRow, scope),
                InvolvementRow.incident_id == incident_id,
                InvolvementRow.how == how,
            )
        )
    )
