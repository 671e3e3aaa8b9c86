"""Evidence files in sealed pieces, and how they were scanned. Names and notes are facts."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tenants.db import APPEND_ONLY, Base, OfSchool, of_school


class EvidenceRow(Base, OfSchool):
    """One file."""

    __tablename__ = "portal_evidence"
    __table_args__ = (of_school("incident_id", "portal_incident"),)

    incident_id: Mapped[UUID]
    size: Mapped[int]
    chunks: Mapped[int]
    """How many pieces; the last says so of itself."""
    scan: Mapped[str]
    scanned_at: Mapped[datetime | None]
    added_at: Mapped[datetime]


class EvidenceChunkRow(Base, OfSchool):
    """One piece; written once, read one at a time, so that no file is ever whole in memory."""

    __tablename__ = "portal_evidence_chunk"
    __table_args__ = (
        of_school("evidence_id", "portal_evidence"),
        UniqueConstraint("school_id", "evidence_id", "number"),
        APPEND_ONLY,
    )

    evidence_id: Mapped[UUID]
    number: Mapped[int]
    body: Mapped[bytes] = mapped_column(LargeBinary)
