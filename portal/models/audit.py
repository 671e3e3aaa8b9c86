"""The audit chain of each school: written once, never changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from tenants.db import APPEND_ONLY, Base, OfSchool, UtcDateTime


class AuditRow(OfSchool, Base):
    """One entry. `body` is canonical JSON, kept as the very text that was hashed.

    `digest` is the SHA-256 of the previous entry's digest, a line feed and `body`.
    """

    __tablename__ = "portal_audit"
    __table_args__ = (UniqueConstraint("school_id", "position"), APPEND_ONLY)

    position: Mapped[int]
    """1, 2, 3 … within the school; also in the body."""
    body: Mapped[str]
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, server_default=func.now())
    """By the database's clock; the domain's time is in the body."""
