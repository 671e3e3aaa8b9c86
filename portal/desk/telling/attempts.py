"""What came of each attempt to reach a recipient: one row each, never changed."""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING

from sqlalchemy import exists, insert, select

from portal.models.telling import AttemptRow
from tenants.db import uuid7

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.rules.telling.attempts import Result


def is_noted_since(
    session: Session, school_id: UUID, recipient_id: UUID, result: Result, at: datetime
) -> bool:
    """Whether this was noted of a notice at or after an instant."""
    found = exists().where(
        AttemptRow.school_id == school_id,
        AttemptRow.recipient_id == recipient_id,
        AttemptRow.result == result,
        AttemptRow.at >= at,
    )
    return bool(session.scalar(select(found)))


def note(
    session: Session,
    school_id: UUID,
    recipients: Iterable[UUID],
    result: Result,
    at: datetime,
    notes: Iterable[str] = repeat(""),
) -> None:
    """Add an attempt for each of these notices, in the caller's transaction; `notes` in step."""
    rows = [
        {
            "school_id": school_id,
            "id": uuid7(),
            "recipient_id": one,
            "at": at,
            "result": result,
            "note": said,
        }
        for one, said in zip(recipients, notes, strict=False)
    ]
    if rows:
        session.execute(insert(AttemptRow), rows)
