"""Who has read the policy, and whose training is good: facts and what follows (DBRP-1.7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who was asked to read the policy in force, or came later."""

    person_id: UUID
    asked_at: datetime
    read_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Beginner:
    """Somebody who had no training on record when they were asked, or came later without any."""

    person_id: UUID
    asked_at: datetime
    trained_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """A course that is good until a day, of somebody at the school or of a supplier's people."""

    id: UUID
    person_id: UUID | None
    """None: a supplier's."""
    course: str
    valid_until: date
    renewed_at: datetime | None = None
    """When a later one of the same course was recorded."""
