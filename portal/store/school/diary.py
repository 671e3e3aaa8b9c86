"""Diary feeds: whose a secret address is, and the address that a person has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select, update

from portal.models.diary import DiaryFeedRow
from tenants.db import lock
from tenants.trips import Query, ask_alone

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session


def find_reader(engine: Engine, token_hash: bytes) -> UUID | None:
    """The person whose calendar asks with this secret; None for one unknown or withdrawn."""
    rows = ask_alone(engine, Query(_READER, {"secret": token_hash}, tuple))
    return rows[0][0] if rows else None


def find_feed(session: Session, person_id: UUID) -> DiaryFeedRow | None:
    """The address that this person has now."""
    return session.scalars(
        select(DiaryFeedRow).where(
            DiaryFeedRow.person_id == person_id, DiaryFeedRow.withdrawn_at.is_(None)
        )
    ).one_or_none()


def withdraw_feeds(session: Session, person_id: UUID, now: datetime) -> None:
    """No address of this person answers any more; waits for whoever changes it at the same time."""
    lock(session, f"diary {person_id}")
    session.execute(
        update(DiaryFeedRow)
        .where(DiaryFeedRow.person_id == person_id, DiaryFeedRow.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
    )


_READER: Final = "select person_id from portal_diary_reader(%(secret)s)"
