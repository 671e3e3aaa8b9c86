"""What was found out and decided inside the school, up to the breach log."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from portal.rules.facts.sorting import Outage, Responsibility
from portal.rules.risk.harms import Harm
from portal.rules.risk.severity import Scoring
from portal.rules.triage.measures import Measure
from portal.rules.words import (
    Answer,
    BreachType,
    Cause,
    Containment,
    Escalated,
    Kind,
    LegalRisk,
    RiskFactor,
    Told,
)


@dataclass(frozen=True, slots=True)
class Classification:
    """Triage: kind, severity, types, causes (SIP-5a, DBRP-2.2, 2.3)."""

    kind: Kind
    severity: str | None
    """Key of a level of the policy's ladder; None where the policy has no ladder."""
    personal_data: Answer
    breach_types: tuple[BreachType, ...]
    causes: tuple[Cause, ...]
    by: UUID
    at: datetime
    reason: str = ""
    permanent_loss: bool = False
    """Lost or destroyed for good: always an availability breach (DBRP-2.5)."""
    by_dpo: bool = False
    sub_causes: tuple[str, ...] = ()
    """Keys of `portal.rules.triage.causes`, each below one of `causes`."""
    outage: Outage | None = None
    responsible: Responsibility = field(default_factory=Responsibility)


@dataclass(frozen=True, slots=True)
class Escalation:
    """The Head's decision and the DPO's answer to it."""

    what: Escalated
    by: UUID
    at: datetime
    reasons: str = ""


@dataclass(frozen=True, slots=True)
class Resumed:
    """It had been found to be no breach, or without personal data, and that no longer holds."""

    ended_at: datetime
    at: datetime
    agreed: bool = True
    """By the DPO: it had ended the 72 hours. Else only whether it is a breach was answered by it,
    and people were told no more.
    """


@dataclass(frozen=True, slots=True)
class Allocation:
    """Who leads the investigation, told what to do by whom (SIP-3, SIP-4c)."""

    lead: UUID
    direction: str
    due_at: datetime
    by: UUID
    at: datetime
    personally: bool = False
    """Whoever decided this investigates, rather than an officer (SIP-4c, SIP-6a)."""
    independent: bool = False
    """The lead has declared that it does not concern them (SIP-6)."""
    declared_at: datetime | None = None
    """When they declared it themselves."""
    begun_at: datetime | None = None
    """When it was allocated, where somebody else has taken it on since."""

    @property
    def since(self) -> datetime:
        """From when its times count (SIP-7): handing it on lengthens none."""
        return self.begun_at or self.at


@dataclass(frozen=True, slots=True)
class DangerCheck:
    """What the safeguarding lead found and did."""

    safe: bool
    note: str
    by: UUID
    at: datetime
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class ContainmentStep:
    """One thing done to stop the breach or to limit harm."""

    what: str
    by: UUID
    at: datetime
    state: Containment = Containment.ONGOING
    measures: tuple[Measure, ...] = ()


@dataclass(frozen=True, slots=True)
class Awareness:
    """A dated, reasoned finding (DBRP-4.2); the last of several counts, all are kept."""

    aware_at: datetime
    reason: str
    by: UUID
    declared_at: datetime
    by_dpo: bool = False


@dataclass(frozen=True, slots=True)
class StepDone:
    """An investigation step: done, or not appropriate with the reason (SIP-3a to 3k)."""

    key: str
    done: bool
    note: str
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Question:
    """A question to a person; where `to` is None, to the reporter who is not named, or outside."""

    id: UUID
    text: str
    to: UUID | None
    by: UUID
    asked_at: datetime
    due_at: datetime
    answer: str | None = None
    answered_at: datetime | None = None
    outside: str = ""
    """An organisation that was asked, as a processor: whoever investigates writes its answer, or
    its reply by mail is the answer."""
    email: str = ""
    """Where the organisation was written to; '' where it was rung or spoken to."""
    of: UUID | None = None
    """The joined report whose reporter is asked; None: this one's."""
    astray_at: datetime | None = None
    """When it was known that the last mail with it did not arrive."""
    asked_again_at: datetime | None = None
    """When it was asked in another way after that."""

    @property
    def is_astray(self) -> bool:
        """Nobody has got it: its mail did not arrive, and it was not asked in another way."""
        waits = self.answered_at is None and self.asked_again_at is None
        return self.astray_at is not None and waits

    @property
    def to_reporter(self) -> bool:
        """Put to a reporter whom nobody names."""
        return self.to is None and not self.outside


@dataclass(frozen=True, slots=True)
class RiskAnswered:
    """One answer to the legal question; None: left open."""

    answer: LegalRisk | None
    at: datetime


@dataclass(frozen=True, slots=True)
class RiskAssessment:
    """The seven factors and the reasoned answer to the legal question (DBRP-3.2)."""

    factors: tuple[tuple[RiskFactor, str], ...] = ()
    """Each factor with what was found; '' means 'not yet known'."""
    legal_risk: LegalRisk | None = None
    reason: str = ""
    by: UUID | None = None
    at: datetime | None = None
    scoring: Scoring | None = None
    """What the ENISA score is worked out from: advice beside the legal question."""
    likelihood: int | None = None
    impact: int | None = None
    """Grades from 1 to 5, where that is the policy's method."""
    harms: tuple[Harm, ...] = ()
    """What could happen to people (DBRP-3.1)."""
    first_answered_at: datetime | None = None
    """When the legal question was answered first, whatever the answer."""
    answer_since: datetime | None = None
    """Since when the answer has been what it is now."""
    answers: tuple[RiskAnswered, ...] = ()
    """Every answer, also the same once more."""


@dataclass(frozen=True, slots=True)
class LogAnswer:
    """One heading of the breach log, as far as the record does not already answer it."""

    heading: str
    text: str
    not_yet_known: bool = False


@dataclass(frozen=True, slots=True)
class BreachLog:
    """What was answered by hand; the rest of the log is filled from the record."""

    answers: tuple[LogAnswer, ...] = ()
    by: UUID | None = None
    completed_at: datetime | None = None
    left_open_at: datetime | None = None
    """When it was completed with something 'not yet known'."""
    saved_at: datetime | None = None
