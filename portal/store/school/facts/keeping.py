"""Which closed incidents are kept until when, and which have been erased."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import Date, and_, case, cast, func, select

from portal.models.importing import LogImportRow
from portal.models.incidents import IncidentRow
from portal.store.school.facts.part import of_these

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.store.school.facts.part import Fields, Part


_IMPORT: Final = and_(
    LogImportRow.school_id == IncidentRow.school_id, LogImportRow.id == IncidentRow.import_id
)
_IMPORTED_ON: Final = cast(func.timezone("Europe/London", LogImportRow.made_at), Date)
_LOOKED_FOR: Final = case(
    (IncidentRow.kept_until < _IMPORTED_ON, _IMPORTED_ON), else_=IncidentRow.kept_until
)
"""The day after which it is to be erased: nobody is late with what was not in the portal yet."""


def first_over(session: Session, schools: Sequence[UUID], _now: datetime) -> Fields:
    """The first day on which the time of a closed incident is over."""
    rows = session.execute(
        select(IncidentRow.school_id, func.min(_LOOKED_FOR))
        .outerjoin(LogImportRow, _IMPORT)
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
        select(IncidentRow.school_id, _LOOKED_FOR, func.max(IncidentRow.erased_at))
        .outerjoin(LogImportRow, _IMPORT)
        .where(of_these(IncidentRow, schools), IncidentRow.erased_at.is_not(None))
        .group_by(IncidentRow.school_id, _LOOKED_FOR)
        .order_by(_LOOKED_FOR)
    )
    return {school_id: {"last_erased": (day, at)} for school_id, day, at in rows}


OWED: tuple[Part, ...] = (first_over, last_erased)
