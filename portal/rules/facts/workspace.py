"""What an investigation keeps beside its steps: talks, experts, risks, the communications plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Interview:
    """A conversation: with whom, when, what was said (SIP-3b)."""

    with_whom: str
    held_at: datetime
    said: str
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class ExpertHelp:
    """An expert who was asked, and what they answered (SIP-3d)."""

    id: UUID
    whom: str
    asked: str
    by: UUID
    at: datetime
    answer: str = ""
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NotedRisk:
    """A risk of the incident, and whose it is (SIP-3g). Noted again, the last one counts."""

    id: UUID
    what: str
    likelihood: int
    """From 1, very unlikely, to 5, nearly certain."""
    impact: int
    """From 1, hardly any, to 5, very grave."""
    lessened_by: str
    owner: UUID
    by: UUID
    at: datetime

    @property
    def product(self) -> int:
        """From 1 to 25: the greater, the sooner."""
        return self.likelihood * self.impact


@dataclass(frozen=True, slots=True)
class Communication:
    """One line of the communications plan, followed until it is done (SIP-3i)."""

    id: UUID
    audience: str
    message: str
    channel: str
    person: UUID
    planned_at: datetime
    by: UUID
    at: datetime
    done_at: datetime | None = None
    note: str = ""
