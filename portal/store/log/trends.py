"""The figures of a school's log: who was told; by kind, cause, policy that was not kept, and
lateness by month.

Counts alone, of what the viewer may see (SIP-why1).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import case, func, select

from portal.models.incidents import IncidentRow
from portal.store.incidents import NOT_JOINED
from portal.store.log.register import is_late
from portal.store.visibility import visible
from tenants.calendar import UK

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from sqlalchemy import ColumnElement, Row
    from sqlalchemy.orm import InstrumentedAttribute, Session

    from portal.store.visibility import Viewer
    from tenants.db import Scope


@dataclass(frozen=True, slots=True)
class Month:
    """What was reported in one month of the UK's calendar, and how much of it met a time late."""

    begins: date
    reported: int
    late: int


@dataclass(frozen=True, slots=True)
class Trends:
    """Counts by key, most first; months in order, those without an incident left out."""

    total: int
    open: int
    """Of them, how many are not closed."""
    to_regulator: int
    people_told: int
    kinds: tuple[tuple[str, int], ...]
    causes: tuple[tuple[str, int], ...]
    policies: tuple[tuple[str, int], ...]
    months: tuple[Month, ...]


def trends(
    session: Session,
    scope: Scope,
    viewer: Viewer,
    since: datetime,
    until: datetime,
    now: datetime,
) -> Trends:
    """The figures of what was reported from `since` on and before `until`. What was imported has
    no lateness; reports that were joined are one incident.
    """
    within = (
        visible(scope, viewer),
        IncidentRow.reported_at >= since,
        IncidentRow.reported_at < until,
        NOT_JOINED,
    )
    number = func.count()
    month = func.date_trunc("month", func.timezone(str(UK), IncidentRow.reported_at))
    late = func.count(case((is_late(now), 1)))
    kinds = session.execute(
        select(IncidentRow.kind, number).where(*within).group_by(IncidentRow.kind)
    ).all()
    months = session.execute(
        select(month.label("month"), number, late)
        .where(*within)
        .group_by("month")
        .order_by("month")
    ).all()
    counted = session.execute(
        select(
            number,
            func.count(case((IncidentRow.stage != "closed", 1))),
            func.count(IncidentRow.regulator_told_at),
            func.count(IncidentRow.people_told_at),
        ).where(*within)
    ).one()
    return Trends(
        *counted,
        kinds=_most_first(kinds),
        causes=_unnested(session, IncidentRow.causes, within),
        policies=_unnested(session, IncidentRow.policies, within),
        months=tuple(Month(at.date(), reported, lates) for at, reported, lates in months),
    )


def _unnested(
    session: Session,
    column: InstrumentedAttribute[list[str]],
    within: tuple[ColumnElement[bool], ...],
) -> tuple[tuple[str, int], ...]:
    each = select(func.unnest(column).label("key")).where(*within).subquery()
    return _most_first(session.execute(select(each.c.key, func.count()).group_by(each.c.key)).all())


def _most_first(rows: Iterable[Row[str, int]]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(((key, count) for key, count in rows), key=lambda row: (-row[1], row[0])))
