"""Spreadsheets of earlier incidents that were read into the log."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped

from tenants.db import Base, OfSchool


class LogImportRow(Base, OfSchool):
    """One spreadsheet: by whom, when, how many incidents it added; the file itself is not kept."""

    __tablename__ = "portal_log_import"

    person_id: Mapped[UUID]
    made_at: Mapped[datetime]
    added: Mapped[int]
    skipped: Mapped[int]
    """Rows that an earlier import had added already."""
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[UUID | None]
