"""Long lists on their way in: how far the last one of an incident is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from portal.models.telling import PeopleImportRow
from portal.store.visibility import in_scope

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from tenants.db import Scope


@dataclass(frozen=True, slots=True)
class OnWayIn:
    """How far one import is. `reason`: the sentence of a refusal."""

    id: UUID
    total: int
    done: int
    state: str
    reason: str
    action: str
    """Name of what is done: the people imported, or their contacts checked."""


def find_latest(session: Session, scope: Scope, incident_id: UUID) -> OnWayIn | None:
    """The import that was confirmed last; None where no list was ever so long."""
    row = session.execute(
        select(
            PeopleImportRow.id,
            PeopleImportRow.total,
            PeopleImportRow.done,
            PeopleImportRow.state,
            PeopleImportRow.reason,
            PeopleImportRow.action,
        )
        .where(in_scope(PeopleImportRow, scope), PeopleImportRow.incident_id == incident_id)
        .order_by(PeopleImportRow.made_at.desc(), PeopleImportRow.id.desc())
        .limit(1)
    ).one_or_none()
    return OnWayIn(*row) if row is not None else None
