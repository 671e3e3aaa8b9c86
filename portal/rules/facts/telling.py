"""What the regulator and the people affected were told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.rules.words import (
    PeopleChoice,
    RegulatorChoice,
    Route,
    SubmissionKind,
)
from tenants.roles import Role


@dataclass(frozen=True, slots=True)
class RegulatorDecision:
    """Whether the regulator is told; the last counts, all are kept (DBRP-5.21)."""

    choice: RegulatorChoice
    reasons: str
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Submission:
    """One report to the regulator. `done_at` decides lateness."""

    id: UUID
    number: int
    kind: SubmissionKind
    route: Route
    done_at: datetime
    recorded_at: datetime
    by: UUID
    reference: str = ""
    unknown: tuple[str, ...] = ()
    """Keys of the questions answered 'not yet known'."""
    promised_at: datetime | None = None
    late_reasons: str = ""


@dataclass(frozen=True, slots=True)
class PeopleDecision:
    """Whether the people affected are told; the last counts, all are kept."""

    choice: PeopleChoice
    reasons: str
    by: UUID
    at: datetime
    parents_as_well: bool = False
    """From the policy's age on: parents too, with the reason in `reasons` (DBRP-5.16-age)."""


@dataclass(frozen=True, slots=True)
class NoticeText:
    """A version of the notice in its nine parts (DBRP-5.16.1-4, 5.17)."""

    version: int
    parts: tuple[tuple[str, str], ...]
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a consulted role said about the notice (DBRP-5.16)."""

    role: Role
    by: UUID
    at: datetime
    agrees: bool
    comment: str = ""


@dataclass(frozen=True, slots=True)
class People:
    """The people affected, in counts and decisions; the list itself is stored apart."""

    decisions: tuple[PeopleDecision, ...] = ()
    imported: int = 0
    list_version: int = 0
    held_back: int = 0
    """How many people on the list are held back (hidden address, refuge, danger)."""
    list_checked_at: datetime | None = None
    list_checked_by: UUID | None = None
    checked_version: int = 0
    texts: tuple[NoticeText, ...] = ()
    asked: tuple[Role, ...] = ()
    asked_at: datetime | None = None
    opinions: tuple[Opinion, ...] = ()
    sent_at: datetime | None = None
    unresolved: int = 0
    """Counted again by the desk whenever a recipient's standing changes."""
    waiting: int = 0
