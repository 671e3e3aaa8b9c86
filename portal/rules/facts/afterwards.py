"""What comes back after people were told, and what has to be put right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Complaint:
    """What came back after a notice: a complaint, or a reply that complains of nothing.

    A complaint is acknowledged within 30 days, then answered (Data Protection Act 2018 s.164A).
    """

    id: UUID
    who: str
    text: str
    received_at: datetime
    is_complaint: bool
    by: UUID
    at: datetime
    after_closing: bool = False
    acknowledged_at: datetime | None = None
    acknowledged_by: UUID | None = None
    how: str = ""
    """How it was acknowledged."""
    answered_at: datetime | None = None
    answered_by: UUID | None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class FoundWrong:
    """Something that people were told turned out to be wrong."""

    what: str
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class PutRight:
    """What came of the duty to correct what people were told: corrected, or why not."""

    corrected: bool
    note: str
    by: UUID
    at: datetime
    sending: bool = False
    """By a corrected notice to everybody who was told: written, asked about and sent like any."""
    after_sendings: int = 0
    """How many sendings there were before it."""
    settled_at: datetime | None = None
    """Since when those were settled."""
