"""Effects as they are read: what a worker holds of one, what did not arrive, how far a batch is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import func, or_, select

from portal.models.effects import EffectRow
from portal.store.visibility import in_scope

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tenants.db import Scope


@dataclass(frozen=True, slots=True)
class ClaimedEffect:
    """A row that a worker holds. `data['again']` is True when it may have been done before."""

    school_id: UUID
    id: UUID
    incident_id: UUID | None
    kind: str
    key: str
    person_id: UUID | None
    subject_id: UUID | None
    template: str
    data: Mapping[str, object]
    attempts: int
    """How often it was tried before."""
    wanted_at: datetime


def undelivered(
    session: Session,
    scope: Scope,
    *,
    incident_id: UUID | None = None,
    kinds: Sequence[str] = ("alert", "notice"),
) -> Sequence[EffectRow]:
    """Alerts and notices that did not arrive, newest first: refused, unsure, or being refused now.

    An alert here counts as no sign of the person it was for.
    """
    statement = (
        select(EffectRow)
        .where(
            in_scope(EffectRow, scope),
            EffectRow.kind.in_(kinds),
            or_(
                EffectRow.state.in_(("failed", "uncertain")),
                (EffectRow.state == "waiting") & (EffectRow.attempts > 0),
            ),
        )
        .order_by(EffectRow.wanted_at.desc(), EffectRow.id.desc())
    )
    if incident_id is not None:
        statement = statement.where(EffectRow.incident_id == incident_id)
    return session.scalars(statement).all()


def count_by_state(
    session: Session, scope: Scope, incident_id: UUID, kind: str = "notice"
) -> dict[str, int]:
    """How many effects of a kind an incident has in each state: the progress of a batch."""
    rows = session.execute(
        select(EffectRow.state, func.count())
        .where(
            in_scope(EffectRow, scope),
            EffectRow.incident_id == incident_id,
            EffectRow.kind == kind,
        )
        .group_by(EffectRow.state)
    )
    return {row[0]: row[1] for row in rows}
