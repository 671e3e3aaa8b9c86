"""Drafts and marks of reading: writes that are not decisions."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from tenants.db import DELETABLE, Base, OfSchool, of_school


class DraftRow(Base, OfSchool):
    """Answers of a journey of several pages, saved as they are given; its owner's own."""

    __tablename__ = "portal_draft"
    __table_args__ = (
        of_school("incident_id", "portal_incident"),
        Index("ix_portal_draft_owner", "school_id", "person_id", "kind", "updated_at"),
        DELETABLE,
    )

    person_id: Mapped[UUID]
    kind: Mapped[str]
    incident_id: Mapped[UUID | None]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    updated_at: Mapped[datetime]
    steps: Mapped[int] = mapped_column(server_default="0")
    """How many of `portal.rules.reporting.begun.Step` have been taken since it was last saved."""
    step_at: Mapped[datetime | None]
    """When the last of them was taken."""


class SeenRow(Base, OfSchool):
    """Who opened what, when: a sign of life for the ladder, and a record for the school."""

    __tablename__ = "portal_seen"
    __table_args__ = (
        of_school("incident_id", "portal_incident"),
        Index("ix_portal_seen_incident", "school_id", "incident_id", "person_id", "seen_at"),
    )

    incident_id: Mapped[UUID | None]
    """None: something of the school as a whole, like its log as a spreadsheet."""
    person_id: Mapped[UUID]
    what: Mapped[str]
    seen_at: Mapped[datetime]
