"""Which closed incidents are kept until when, and which have been erased."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from portal.models.incidents import IncidentRow
from portal.store.school_facts.part import of_these

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.store.school_facts.part import Fields, Part


def first_over(session: Session, schools: Sequence[UUID], _now: datetime) -> Fields:
    """The first day on which the time of a closed incident is over."""
    rows = session.execute(
        select(IncidentRow.school_id, func.min(IncidentRow.kept_until))
        .where(
            of_these(IncidentRow, schools),
            IncidentRow.erased_at.is_(None),
            IncidentRow.withdrawn_at.is_(None),
        )
        .group_by(IncidentRow.school_id)
    )
    return {school_id: {"kept_until": day} for school_id, day in rows}


def last_erased(session: Session, schools: Sequence[UUID], _now: datetime) -> Fields:
    """The latest such day of those that were erased, and when the last of that day went."""
    rows = session.execute(
        select(IncidentRow.school_id, IncidentRow.kept_until, func.max(IncidentRow.erased_at))
        .where(of_these(IncidentRow, schools), IncidentRow.erased_at.is_not(None))
        .group_by(IncidentRow.school_id, IncidentRow.kept_until)
        .order_by(IncidentRow.kept_until)
    )
    return {school_id: {"last_erased": (day, at)} for school_id, day, at in rows}


OWED: tuple[Part, ...] = (first_over, last_erased)
