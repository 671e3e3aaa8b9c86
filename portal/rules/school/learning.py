"""Who has read the policy, and whose training is good: facts and what follows (DBRP-1.7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who was asked to read the policy in force."""

    person_id: UUID
    read_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """A course of somebody who is at the school, good until a day."""

    id: UUID
    person_id: UUID
    course: str
    valid_until: date
    renewed_at: datetime | None = None
    """When a later one of the same course was recorded."""
