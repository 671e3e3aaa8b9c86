"""What was decided about the regulator, what it was told, and what it wrote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.rules.words import (
    Delivery,
    LegalRisk,
    LetterKind,
    RegulatorChoice,
    RiskFactor,
    Route,
    SubmissionKind,
)
from tenants.policy.answers import Occasion


@dataclass(frozen=True, slots=True)
class Basis:
    """What was known when it was decided not to report: news beyond it re-opens the decision."""

    people: int | None = None
    special: bool = False
    """Special category or criminal offence data."""
    media: bool = False
    contained: bool = False
    legal_risk: LegalRisk | None = None
    factors: tuple[tuple[RiskFactor, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RegulatorDecision:
    """Whether the regulator is told; the last counts, all are kept (DBRP-5.21)."""

    choice: RegulatorChoice
    reasons: str
    by: UUID
    at: datetime
    controller: str = ""
    """Who reports, where another controller does (DBRP-5.11)."""
    basis: Basis | None = None
    would_reopen: str = ""
    """What would make whoever decided not to report decide otherwise."""
    asked_again_at: datetime | None = None
    """Since when news of weight asked for this decision; None where nothing did."""


@dataclass(frozen=True, slots=True)
class RegulatorAdvice:
    """The DPO's advice on that decision; `recommends` is None where they give none (Article 39)."""

    recommends: RegulatorChoice | None
    advice: str
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class LegalAdvice:
    """Advice that was sought because nobody was sure (DBRP-A1-unsure)."""

    asked: str
    """Whom."""
    said: str
    """'' while the answer is awaited."""
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class NotReportingReview:
    """The decision not to report, looked at again and confirmed (DBRP-5.21)."""

    reasons: str
    by: UUID
    at: datetime
    basis: Basis | None = None
    asked_again_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OtherReport:
    """Another controller's report, confirmed with its time and reference (DBRP-5.11)."""

    reported_at: datetime
    reference: str
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class RoleTold:
    """Somebody who must be told, and has been."""

    who: str
    """A role, or a body of `tenants.policy.answers.BODIES`."""
    how: str
    by: UUID
    at: datetime
    when: Occasion = "to_report"


@dataclass(frozen=True, slots=True)
class Submission:
    """One report to the regulator. `told_at` decides lateness."""

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
    """When what is unknown will follow, where a question has no date of its own."""
    promises: tuple[tuple[str, datetime], ...] = ()
    """The questions that were promised for a date of their own (DBRP-5.13)."""
    late_reasons: str = ""
    reasons_at: datetime | None = None
    """When the reasons for lateness were given."""
    reference_at: datetime | None = None
    """When the regulator's reference was recorded."""
    spoke_to: str = ""
    closure_statement: str = ""
    """What was said of the school being closed (DBRP-6.1.3)."""
    explanation: str = ""
    """Why it was no breach after all (DBRP-5.14), or why the report is withdrawn."""
    delivery: Delivery = Delivery.BY_HAND
    delivered_at: datetime | None = None
    shared_from: UUID | None = None
    """The report of another school of the trust that this one is: the same snapshot."""
    made_good_at: datetime | None = None
    """When it was sent again, or made in another way, after its e-mail had gone astray."""

    @property
    def told_at(self) -> datetime:
        """When the regulator was told: what the 72 hours are measured by."""
        return self.made_good_at or self.done_at

    @property
    def astray(self) -> bool:
        """Whether the e-mail did not arrive, or nobody knows whether it did."""
        return self.delivery in {Delivery.FAILED, Delivery.UNCERTAIN}


@dataclass(frozen=True, slots=True)
class RegulatorLetter:
    """What the regulator wrote or said, and what was answered."""

    id: UUID
    kind: LetterKind
    text: str
    received_at: datetime
    recorded_at: datetime
    by: UUID
    answer_by: datetime | None = None
    """By when it wants an answer."""
    answer: str = ""
    answered_at: datetime | None = None
    after_closing: bool = False
