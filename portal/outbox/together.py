"""Reminders that wait for one person at the same moment, at all their schools."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from portal.models.effects import EffectRow
from portal.outbox.leases import claimed, mark_sending
from portal.store.effects import CALM, LEFT_WITH

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from portal.store.effects import ClaimedEffect
    from tenants.db import Scope


def take_reminders(
    session: Session,
    scope: Scope,
    first: ClaimedEffect,
    worker: str,
    now: datetime,
    limit: int,
) -> list[ClaimedEffect]:
    """Lease the calm reminders that wait at these schools for the addressee of `first`, which is
    among them where it still waits for `worker`; none where it does not.
    """
    waiting = (
        select(EffectRow)
        .where(
            EffectRow.school_id.in_(scope.schools),
            EffectRow.person_id == first.person_id,
            EffectRow.template == first.template,
            EffectRow.data[CALM].as_boolean(),
            EffectRow.state == "waiting",
            EffectRow.run_after <= now,
            or_(
                EffectRow.lease_until.is_(None),
                EffectRow.lease_until < func.clock_timestamp(),
                EffectRow.lease_by == worker,
            ),
        )
        .order_by(EffectRow.id != first.id, EffectRow.run_after, EffectRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = session.scalars(waiting).all()
    if not rows or rows[0].id != first.id or rows[0].lease_by != worker:
        return []
    for row in rows:
        row.lease_by = worker
    session.flush()
    return [claimed(row) for row in rows]


def mark_together(session: Session, effects: Sequence[ClaimedEffect], worker: str) -> bool:
    """Say of all of them that they are about to leave in one mail, which bears the id of the first:
    that one knows the others, in case the mail comes back. False: of one it is not so any more.
    """
    first, *others = effects
    row = session.get_one(EffectRow, (first.school_id, first.id))
    row.data = {**row.data, LEFT_WITH: [[str(one.school_id), str(one.id)] for one in others]}
    session.flush()
    return all(mark_sending(session, one, worker) for one in effects)
