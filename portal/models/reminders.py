"""Which step of a duty's ladder has been taken towards whom: each step is one row, once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from tenants.db import Base, OfSchool, UtcDateTime, of_school


class ReminderRow(OfSchool, Base):
    """A step of a ladder, recorded also when its mail was left out for a later step's.

    `effect_id` names the alert that told the person; None where a later step spoke for this one.
    """

    __tablename__ = "portal_reminder"
    __table_args__ = (
        of_school("duty_id", "portal_duty"),
        of_school("effect_id", "portal_effect"),
        UniqueConstraint("school_id", "duty_id", "step", "person_id"),
    )

    duty_id: Mapped[UUID]
    step: Mapped[str]
    person_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    """When it was taken last, in domain time: again where its duty is due later than it was."""
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, server_default=func.now())
    effect_id: Mapped[UUID | None]
