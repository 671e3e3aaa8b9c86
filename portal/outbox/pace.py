"""The rate at which notices leave: one queue of moments for all workers, kept by PostgreSQL.

Each notice takes the next moment, a fixed time after the one before. Redis has no part in it, so
losing it loosens nothing.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert

from portal.models.effects import PaceRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

_CLOCK = func.clock_timestamp()
_ONLY = 1
SECONDS_A_BATCH = 5


def take(session: Session, per_minute: int, many: int = 1) -> float:
    """Take the next moments, one for each of so many notices: in how many seconds the first is.

    They leave together then, and the next waits for all of them. The caller commits.
    """
    gap = many * timedelta(minutes=1) / per_minute
    now: datetime = session.scalar(func.clock_timestamp())
    after: datetime = session.scalars(
        insert(PaceRow)
        .values(id=_ONLY, free_at=now + gap)
        .on_conflict_do_update(
            index_elements=["id"], set_={"free_at": func.greatest(PaceRow.free_at, _CLOCK) + gap}
        )
        .returning(PaceRow.free_at)
    ).one()
    return max((after - gap - now).total_seconds(), 0.0)


def batch(per_minute: int, most: int) -> int:
    """How many effects a worker claims at once: a few seconds' worth of notices, so that whatever
    else falls due waits no longer than that.
    """
    return min(max(per_minute * SECONDS_A_BATCH // 60, 1), most) if per_minute else most
