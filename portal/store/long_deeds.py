"""Deeds too long for a request: how far the last one of an incident is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from portal.models.telling import LongDeedRow
from portal.store.visibility import in_scope

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from tenants.db import Scope


@dataclass(frozen=True, slots=True)
class LongDeed:
    """How far one of them is. `reason`: the sentence of a refusal."""

    id: UUID
    total: int
    done: int
    state: str
    reason: str
    action: str
    """Name of what is done: the people imported, or their contacts checked."""


def find_latest(session: Session, scope: Scope, incident_id: UUID) -> LongDeed | None:
    """The one that was confirmed last; None where no list was ever so long."""
    row = session.execute(
        select(
            LongDeedRow.id,
            LongDeedRow.total,
            LongDeedRow.done,
            LongDeedRow.state,
            LongDeedRow.reason,
            LongDeedRow.action,
        )
        .where(in_scope(LongDeedRow, scope), LongDeedRow.incident_id == incident_id)
        .order_by(LongDeedRow.made_at.desc(), LongDeedRow.id.desc())
        .limit(1)
    ).one_or_none()
    return LongDeed(*row) if row is not None else None
