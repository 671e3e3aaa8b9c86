"""Secret addresses at which people's calendars ask for what is due."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.db import Base, uuid7


class DiaryFeedRow(Base):
    """One address of one person, who is in no one school; a new one takes the place of the last."""

    __tablename__ = "portal_diary_feed"
    __table_args__ = (
        Index(
            "uq_portal_diary_feed_of_person",
            "person_id",
            unique=True,
            postgresql_where=text("withdrawn_at is null"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("tenants_person.id"))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    """The token itself is stored nowhere."""
    made_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
