"""The pace at which notices leave, kept by the database for all workers."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from portal.models.effects import PaceRow
from portal.outbox import leases, pace


def test_each_notice_takes_a_moment_of_its_own(engine: Engine) -> None:
    gap = timedelta(minutes=1) / 600
    moments, waits = [], []
    for _ in range(20):
        with Session(engine) as session, session.begin():
            waits.append(pace.take(session, 600))
        with Session(engine) as session:
            moments.append(session.scalars(select(PaceRow.free_at)).one())
    assert all(later - sooner >= gap for sooner, later in pairwise(moments))
    assert all(0 <= seconds <= 20 * gap.total_seconds() for seconds in waits)


@pytest.mark.parametrize(("per_minute", "claimed"), [(0, 50), (6, 1), (60, 5), (6000, 50)])
def test_a_paced_worker_claims_few_at_once(per_minute: int, claimed: int) -> None:
    """So that an alert waits for seconds, not for the list."""
    assert pace.batch(per_minute, leases.BATCH) == claimed
