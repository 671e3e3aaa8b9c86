"""Where there is something to do, across schools: ids alone, from functions of the owner.

What is found here is read and done school by school, in the scope of each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import groupby
from uuid import UUID

from sqlalchemy import ARRAY, Engine, Uuid, cast, column, func, select

from portal.models.effects import EffectRow
from tenants import directory
from tenants.db import Scope, UtcDateTime, open_session

_SCHOOL = column("school_id", Uuid)
_DUTY = column("duty_id", Uuid)
_DRAFT = column("draft_id", Uuid)


@contextmanager
def one_tick(engine: Engine) -> Iterator[bool]:
    """Whether this process, and no other, may look at what is due, while the block runs."""
    with one_at_a_time(engine, "portal tick") as mine:
        yield mine


@contextmanager
def one_at_a_time(engine: Engine, what: str) -> Iterator[bool]:
    """Whether this process, and no other, may do `what` while the block runs."""
    lock = func.pg_try_advisory_xact_lock(func.hashtextextended(what, 0))
    with engine.connect() as connection:  # the lock ends with the connection's transaction
        yield bool(connection.scalar(select(lock)))


def schools_with_due_effects(engine: Engine, at: datetime) -> list[UUID]:
    """Schools with effects that wait, are due at `at` and that no worker holds."""
    found = func.portal_due_schools(cast(at, UtcDateTime)).table_valued(_SCHOOL)
    with engine.connect() as connection:
        return list(connection.scalars(select(found.c.school_id)))


def schools_with_dead_leases(engine: Engine) -> list[UUID]:
    """Schools with effects that were being sent when their worker was lost."""
    found = func.portal_dead_leases().table_valued(_SCHOOL)
    with engine.connect() as connection:
        return list(connection.scalars(select(found.c.school_id)))


def due_duties(engine: Engine, at: datetime) -> dict[UUID, list[UUID]]:
    """Open duties whose next reminder, climb or recheck is due at `at`, by school."""
    found = func.portal_due_duties(cast(at, UtcDateTime)).table_valued(_SCHOOL, _DUTY)
    with engine.connect() as connection:
        rows = connection.execute(select(found.c.school_id, found.c.duty_id)).all()
    return {
        school_id: [row.duty_id for row in of_school]
        for school_id, of_school in groupby(rows, key=lambda row: row.school_id)
    }


def left_drafts(engine: Engine, left_since: Sequence[datetime]) -> dict[UUID, list[UUID]]:
    """Reports begun and not sent, left since these times: for each step about them, one."""
    found = func.portal_left_drafts(cast(left_since, ARRAY(UtcDateTime))).table_valued(
        _SCHOOL, _DRAFT
    )
    with engine.connect() as connection:
        rows = connection.execute(select(found.c.school_id, found.c.draft_id)).all()
    return {
        school_id: [row.draft_id for row in of_school]
        for school_id, of_school in groupby(rows, key=lambda row: row.school_id)
    }


def effects_by_state(engine: Engine) -> dict[tuple[str, str], int]:
    """How many effects of each kind are in each state, over all organisations, one by one."""
    counts: Counter[tuple[str, str]] = Counter()
    statement = select(EffectRow.kind, EffectRow.state, func.count()).group_by(
        EffectRow.kind, EffectRow.state
    )
    for organisation_id in directory.list_organisations(engine):
        with open_session(engine, Scope.of(organisation_id)) as session:
            for kind, state, number in session.execute(statement):
                counts[kind, state] += number
    return dict(sorted(counts.items()))
