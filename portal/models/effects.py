"""Effects as rows: what must leave the database because of a commit, and what became of it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tenants.db import Base, OfSchool, UtcDateTime, of_school

STATES = ("waiting", "sending", "sent", "failed", "uncertain", "stopped")


class PaceRow(Base):
    """When the next mail that is paced may leave: one row for all workers of the deployment."""

    __tablename__ = "portal_pace"

    id: Mapped[int] = mapped_column(primary_key=True)
    free_at: Mapped[datetime] = mapped_column(UtcDateTime)


class EffectRow(OfSchool, Base):
    """One effect. `data` holds ids, kinds, times and names of organisations, nothing personal.

    waiting → sending → sent, or failed (refused for good), uncertain (nobody knows whether it
    left; a person decides), stopped (not wanted any more). `run_after` is domain time; the lease
    runs by the database's clock.
    """

    __tablename__ = "portal_effect"
    __table_args__ = (
        of_school("incident_id", "portal_incident"),
        UniqueConstraint("school_id", "key"),
        CheckConstraint(f"state in {STATES}", name="state"),
        Index(
            "ix_portal_effect_due",
            "school_id",
            "run_after",
            postgresql_where=text("state = 'waiting'"),
        ),
        Index(
            "ix_portal_effect_sending", "lease_until", postgresql_where=text("state = 'sending'")
        ),
        Index("ix_portal_effect_incident", "school_id", "incident_id", "kind", "state"),
    )

    incident_id: Mapped[UUID | None]
    kind: Mapped[str]
    key: Mapped[str]
    """What makes it this effect and no other: writing it again writes nothing."""
    person_id: Mapped[UUID | None]
    subject_id: Mapped[UUID | None]
    template: Mapped[str]
    data: Mapped[dict[str, object]] = mapped_column(JSONB)
    wanted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    run_after: Mapped[datetime] = mapped_column(UtcDateTime)
    """`wanted_at` at first; moved on by each refusal that may pass."""
    attempts: Mapped[int] = mapped_column(default=0)
    lease_by: Mapped[str | None]
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(default="waiting")
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error: Mapped[str] = mapped_column(default="")
    """Class of the last error and its code; never a message, which may print addresses."""
