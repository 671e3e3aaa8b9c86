"""Leases: one worker at a time holds an effect, and only who holds it says what became of it.

PostgreSQL decides who does what. A lease runs by the database's clock, and every change says
`lease_by = me`: who has lost it changes nothing. `run_after` is domain time and is compared with
the time handed in. The caller commits.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Update, column, func, or_, select, update
from sqlalchemy.orm import Session

from portal.models.effects import EffectRow
from portal.store.effects import ClaimedEffect

LEASE = timedelta(minutes=2)
BATCH = 50
AGAIN = {"again": True}
"""Part of `data` from then on, so that a second copy says that it may be one."""

_CLOCK = func.clock_timestamp()
_PLACE: ColumnElement[object] = column("ctid")
"""Where PostgreSQL keeps a row."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """What became of an effect: a state of `EffectRow`; 'waiting' is until `retry_at`."""

    state: str
    error: str = ""
    retry_at: datetime | None = None
    again: bool = False


def claim(
    session: Session, school_id: UUID, worker: str, now: datetime, limit: int = BATCH
) -> list[ClaimedEffect]:
    """Lease up to `limit` due rows of a school to `worker`, oldest first."""
    due = (
        select(EffectRow.school_id, _PLACE.label("place"))
        .where(
            EffectRow.school_id == school_id,
            EffectRow.state == "waiting",
            EffectRow.run_after <= now,
            or_(EffectRow.lease_until.is_(None), EffectRow.lease_until < _CLOCK),
        )
        .order_by(EffectRow.run_after, EffectRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = session.scalars(
        _change_these(school_id, due)
        .values(lease_by=worker, lease_until=_CLOCK + LEASE)
        .returning(EffectRow)
    ).all()
    return sorted((claimed(row) for row in rows), key=lambda row: (row.wanted_at, row.id))


def renew(session: Session, school_id: UUID, worker: str) -> None:
    """Hold what this worker holds of a school for another lease."""
    _hold_until(session, school_id, worker, ("waiting", "sending"), _CLOCK + LEASE)


def release(session: Session, school_id: UUID, worker: str) -> None:
    """Give back what was claimed and not begun, so that others need not wait for the lease."""
    _hold_until(session, school_id, worker, ("waiting",), None)


def _hold_until(
    session: Session,
    school_id: UUID,
    worker: str,
    states: Collection[str],
    until: ColumnElement[datetime] | None,
) -> None:
    """Rows that somebody is stopping at this moment are passed over: whoever stops notices never
    meets a worker that waits for the same rows in another order.
    """
    mine = (
        select(EffectRow.school_id, _PLACE.label("place"))
        .where(
            EffectRow.school_id == school_id,
            EffectRow.lease_by == worker,
            EffectRow.state.in_(states),
        )
        .with_for_update(skip_locked=True)
    )
    held_by = None if until is None else worker
    session.execute(_change_these(school_id, mine).values(lease_by=held_by, lease_until=until))


def holds(session: Session, effect: ClaimedEffect, worker: str) -> bool:
    """Whether it still waits for this worker."""
    row = session.get(EffectRow, (effect.school_id, effect.id))
    return row is not None and row.lease_by == worker and row.state == "waiting"


def mark_sending(session: Session, effect: ClaimedEffect, worker: str) -> bool:
    """Say, before anything leaves, that it is about to. False: stopped, or no longer ours."""
    return _changed(
        session,
        _change(effect.school_id)
        .where(
            EffectRow.id == effect.id, EffectRow.lease_by == worker, EffectRow.state == "waiting"
        )
        .values(state="sending", lease_until=_CLOCK + LEASE),
    )


def settle(
    session: Session, effect: ClaimedEffect, worker: str, result: Settlement, at: datetime
) -> bool:
    """Record what became of an effect. False: stopped, or the lease went to somebody else.

    A row declared 'uncertain' because we were slow still takes our answer: we know what happened.
    """
    waiting = result.state == "waiting"
    values: dict[str, object] = {
        "state": result.state,
        "error": result.error,
        "attempts": EffectRow.attempts + 1,
        "settled_at": None if waiting else at,
        "lease_until": None,
        "lease_by": worker if result.state == "uncertain" else None,
    }
    if waiting:
        values["run_after"] = result.retry_at or at
    if result.again:
        values["data"] = {**effect.data, **AGAIN}
    return _changed(
        session,
        _change(effect.school_id)
        .where(
            EffectRow.id == effect.id,
            EffectRow.lease_by == worker,
            EffectRow.state.in_(("waiting", "sending", "uncertain")),
        )
        .values(values),
    )


def reclaim(
    session: Session, school_id: UUID, repeatable: Collection[str], at: datetime
) -> list[EffectRow]:
    """Take back rows found 'sending' under a dead lease, and give them.

    Kinds that may be repeated go back to waiting, marked. Of any other, nobody knows whether it
    left: 'uncertain', and a person decides. The last holder may still say what happened.
    """
    dead = session.scalars(
        select(EffectRow)
        .where(
            EffectRow.school_id == school_id,
            EffectRow.state == "sending",
            EffectRow.lease_until < _CLOCK,
        )
        .with_for_update(skip_locked=True)
    ).all()
    for row in dead:
        row.error = "LeaseLost"
        row.attempts += 1
        row.lease_until = None
        if row.kind in repeatable:
            row.state, row.lease_by, row.run_after = "waiting", None, at
            row.data = {**row.data, **AGAIN}
        else:
            row.state, row.settled_at = "uncertain", at
    return list(dead)


def _change_these(school_id: UUID, locked: Select[UUID, object]) -> Update:
    """Change the rows that this locks, in the same statement.

    In a CTE, which runs once: a sub-query may run for every row and then takes all of them. By the
    place of each, which stays while it is locked: of thousands just written PostgreSQL has no
    statistics yet, and it would compare all of the school with each of these. A row that somebody
    else changed at that very moment is left for the next time.
    """
    rows = locked.cte("rows")
    return _change(school_id).where(EffectRow.school_id == rows.c.school_id, rows.c.place == _PLACE)


def _change(school_id: UUID) -> Update:
    return (
        update(EffectRow)
        .where(EffectRow.school_id == school_id)
        .execution_options(synchronize_session=False)
    )


def _changed(session: Session, change: Update) -> bool:
    return session.scalar(change.returning(EffectRow.id)) is not None


def claimed(row: EffectRow) -> ClaimedEffect:
    """The row as a worker holds it."""
    return ClaimedEffect(
        school_id=row.school_id,
        id=row.id,
        incident_id=row.incident_id,
        kind=row.kind,
        key=row.key,
        person_id=row.person_id,
        subject_id=row.subject_id,
        template=row.template,
        data=row.data,
        attempts=row.attempts,
        wanted_at=row.wanted_at,
    )
