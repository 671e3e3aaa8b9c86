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
    controller: str = ""
    """Who reports, where another controller does (DBRP-5.11)."""


@dataclass(frozen=True, slots=True)
class RegulatorAdvice:
    """The DPO's advice on that decision; `recommends` is None where they give none (Article 39)."""

    recommends: RegulatorChoice | None
    advice: str
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class NotReportingReview:
    """The decision not to report, looked at again and confirmed (DBRP-5.21)."""

    reasons: str
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class OtherReport:
    """Another controller's report, confirmed with its time and reference (DBRP-5.11)."""

    reported_at: datetime
    reference: str
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class RoleTold:
    """Who must be told of a decision to report, and has been."""

    role: Role
    how: str
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
    reasons_at: datetime | None = None
    """When the reasons for lateness were given."""
    reference_at: datetime | None = None
    """When the regulator's reference was recorded."""
    spoke_to: str = ""
    closure_statement: str = ""
    """What was said of the school being closed (DBRP-6.1.3)."""


@dataclass(frozen=True, slots=True)
class PeopleDecision:
    """Whether the people affected are told; the last counts, all are kept."""

    choice: PeopleChoice
    reasons: str
    by: UUID
    at: datetime
    parents_as_well: bool = False
    """From the policy's age on: parents too (DBRP-5.16-age)."""
    parents_reason: str = ""


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
class Sending:
    """One sending of notices; the envelopes are stored apart."""

    version: int
    """Of the text."""
    notices: int
    by: UUID
    at: datetime
    gaps: tuple[str, ...] = ()
    """What was missing and not waited for."""
    why_not_waited: str = ""


@dataclass(frozen=True, slots=True)
class PutRight:
    """What came of the duty to correct what people were told: sent, or why not."""

    corrected: bool
    note: str
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class People:
    """The people affected, in counts and decisions; the list itself is stored apart."""

    decisions: tuple[PeopleDecision, ...] = ()
    imported: int = 0
    list_version: int = 0
    imported_at: datetime | None = None
    """Of this version of the list."""
    held_back: int = 0
    """How many people on the list are held back (hidden address, refuge, danger)."""
    held_back_at: datetime | None = None
    """When somebody on the list was last found to be held back: it asks about danger anew."""
    checks: int = 0
    """How often the list was checked against the school's current records."""
    list_checked_at: datetime | None = None
    list_checked_by: UUID | None = None
    checked_version: int = 0
    texts: tuple[NoticeText, ...] = ()
    asked: tuple[Role, ...] = ()
    asked_at: datetime | None = None
    asked_version: int = 0
    """The version of the text that they were asked about; a later one asks again."""
    opinions: tuple[Opinion, ...] = ()
    sendings: tuple[Sending, ...] = ()
    sent_at: datetime | None = None
    """Of the first sending."""
    stopped_at: datetime | None = None
    unresolved: int = 0
    """Counted again by the desk whenever a recipient's standing changes."""
    waiting: int = 0
    settled_at: datetime | None = None
    """Since when no notice waits any more, after a sending."""
    resolved_at: datetime | None = None
    """Since when nobody is unresolved any more, after a sending."""
    put_right: PutRight | None = None
