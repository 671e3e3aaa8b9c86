"""Duties as rows: what timers, desks and figures read."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Dialect, Index, Text, TypeDecorator, UniqueConstraint, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from tenants.db import Base, OfSchool, of_school
from tenants.regulator import ICO

OPEN = text("met_at is null and lapsed_at is null")


class NamesRegulator(TypeDecorator[str]):
    """Words that name the regulator: stored with a mark, and read with its name of the day."""

    impl = Text
    cache_ok = True
    _mark = "the {regulator}"

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> str | None:
        """The mark in the place of its name."""
        return value and value.replace(f"the {ICO}", self._mark)

    def process_result_value(self, value: str | None, _dialect: Dialect) -> str | None:
        """Its present name in the place of the mark."""
        return value and value.replace(self._mark, f"the {ICO}")


class DutyRow(Base, OfSchool):
    """Something owed. The row stores the role; who holds it is worked out when read.

    `owners` are those who owed it when it was last compared: whoever is new among them is told.
    """

    __tablename__ = "portal_duty"
    __table_args__ = (
        of_school("incident_id", "portal_incident"),
        UniqueConstraint(
            "school_id",
            "incident_id",
            "kind",
            "subject",
            "occurrence",
            postgresql_nulls_not_distinct=True,
        ),
        Index("ix_portal_duty_due", "school_id", "due_at", "id", postgresql_where=OPEN),
        Index("ix_portal_duty_next", "next_at", postgresql_where=OPEN),
    )

    incident_id: Mapped[UUID | None]
    """None for a duty of the school itself."""
    kind: Mapped[str]
    subject: Mapped[str]
    occurrence: Mapped[int]
    what: Mapped[str] = mapped_column(NamesRegulator)
    role: Mapped[str]
    person_id: Mapped[UUID | None]
    owners: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), server_default="{}", default=list)
    family: Mapped[str]
    action: Mapped[str]
    cite: Mapped[str]
    opens_at: Mapped[datetime]
    due_at: Mapped[datetime]
    met_at: Mapped[datetime | None]
    lapsed_at: Mapped[datetime | None]
    cautious: Mapped[bool]
    closing_waits: Mapped[bool]
    next_at: Mapped[datetime | None]
    """The next reminder, climb or recheck: timers read only what is due."""
