"""How the matter was brought to its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class OutcomeReport:
    """The investigator's outcome report and what became of it (SIP-3k, SIP-4d)."""

    version: int
    findings: str
    recommendations: str
    by: UUID
    at: datetime
    accepted: bool | None = None
    assessed_by: UUID | None = None
    assessed_at: datetime | None = None
    assessment: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """The post-incident review (DBRP-5.22, 5.23)."""

    findings: tuple[tuple[str, str], ...]
    disciplinary: str
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Improvement:
    """An action to prevent recurrence, followed until done (SIP-3j)."""

    id: UUID
    what: str
    owner: UUID
    due_on: date
    by: UUID
    at: datetime
    done_at: datetime | None = None
