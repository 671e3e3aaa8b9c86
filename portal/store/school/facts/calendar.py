"""Closures that are not over, and what was checked when."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from sqlalchemy import Boolean, ColumnElement, func, literal_column, select

from portal.rules.school.facts import Check, Checked, ClosureAhead
from portal.store.school.facts.part import of_these
from tenants.calendar import uk_date
from tenants.models import SchoolClosure
from tenants.registers import SchoolCheck

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from portal.store.school.facts.part import Fields, Part

LAST_OF_A_KIND = 2


def closures(session: Session, schools: Sequence[UUID], now: datetime) -> Fields:
    """Closures that are not over, soonest first."""
    return {
        school_id: {"closures": found}
        for school_id, found in list_closures(session, schools, now).items()
    }


def list_closures(
    session: Session, schools: Sequence[UUID], now: datetime
) -> dict[UUID, tuple[ClosureAhead, ...]]:
    """Of those schools that have any: for who asks for nothing else."""
    rows = session.execute(
        select(SchoolClosure, _COVER_IS_HERE)
        .where(of_these(SchoolClosure, schools), SchoolClosure.until_on >= uk_date(now))
        .order_by(SchoolClosure.school_id, SchoolClosure.from_on, SchoolClosure.id)
    )
    return {
        school_id: tuple(map(_ahead, group))
        for school_id, group in groupby(rows, key=lambda row: row[0].school_id)
    }


def last_closure(session: Session, schools: Sequence[UUID], now: datetime) -> Fields:
    """The last day of the closure that was over last."""
    rows = session.execute(
        select(SchoolClosure.school_id, func.max(SchoolClosure.until_on))
        .where(of_these(SchoolClosure, schools), SchoolClosure.until_on < uk_date(now))
        .group_by(SchoolClosure.school_id)
    )
    return {school_id: {"last_closure_on": day} for school_id, day in rows}


def checks(session: Session, schools: Sequence[UUID], _now: datetime) -> Fields:
    """The last two of each kind and subject."""
    place = func.row_number().over(
        partition_by=(SchoolCheck.school_id, SchoolCheck.what, SchoolCheck.subject_id),
        order_by=SchoolCheck.checked_at.desc(),
    )
    ranked = (
        select(
            SchoolCheck.school_id,
            SchoolCheck.what,
            SchoolCheck.checked_at,
            SchoolCheck.subject_id,
            place.label("place"),
        )
        .where(of_these(SchoolCheck, schools))
        .subquery()
    )
    rows = session.execute(
        select(ranked).where(ranked.c.place <= LAST_OF_A_KIND).order_by(ranked.c.school_id)
    )
    return {
        school_id: {
            "checks": tuple(
                Check(Checked(row.what), row.checked_at, row.subject_id) for row in group
            )
        }
        for school_id, group in groupby(rows, key=lambda row: row.school_id)
    }


def _ahead(found: Row[SchoolClosure, bool]) -> ClosureAhead:
    row, cover_is_here = found
    known = (row.id, row.from_on, row.until_on, row.name, row.cover_id, row.recorded_at)
    return ClosureAhead(*known, cover_is_here)


_COVER_IS_HERE: ColumnElement[bool] = literal_column(
    """
    exists (select from tenants_holding h
             where (h.school_id, h.person_id) = (tenants_closure.school_id, cover_id)
               and h.from_on <= tenants_closure.until_on
               and coalesce(h.until_on, tenants_closure.until_on) >= tenants_closure.until_on)
    and not exists (select from tenants_absence a
             where (a.school_id, a.person_id) = (tenants_closure.school_id, cover_id)
               and a.role is null
               and (a.from_at at time zone 'Europe/London')::date <= tenants_closure.until_on
               and (a.until_at is null
                    or a.until_at at time zone 'Europe/London' > tenants_closure.from_on))
    """,
    Boolean,
)

PARTS: tuple[Part, ...] = (closures, checks)
OWED: tuple[Part, ...] = (last_closure,)
