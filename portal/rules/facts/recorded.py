"""What is recorded about one incident, field by field."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from portal.rules.facts.ending import (
    Closing,
    Considered,
    Imported,
    Improvement,
    OutcomeReport,
    Reopening,
    Review,
    Thanks,
)
from portal.rules.facts.evidence import EvidenceFile, Note
from portal.rules.facts.inquiry import (
    Allocation,
    Awareness,
    BreachLog,
    Classification,
    ContainmentStep,
    DangerCheck,
    Escalation,
    Question,
    Resumed,
    RiskAssessment,
    StepDone,
)
from portal.rules.facts.intake import Concern, Intake
from portal.rules.facts.joining import Follows, Joined, JoinedTo, Linked, Related
from portal.rules.facts.regulator import (
    LegalAdvice,
    NotReportingReview,
    OtherReport,
    RegulatorAdvice,
    RegulatorDecision,
    RegulatorLetter,
    RoleTold,
    Submission,
)
from portal.rules.facts.sharing import ControllerTold, OtherTold, WhoTells
from portal.rules.facts.sorting import Deletion, Loss, OwnWork, Withdrawal
from portal.rules.facts.telling import KeptLonger, People
from portal.rules.facts.workspace import Communication, ExpertHelp, Interview, NotedRisk
from portal.rules.words import Ending, Kind, Stage
from tenants.roles import Role


@dataclass(frozen=True, slots=True)
class Recorded:
    """The fields of `Facts`; a new one has a default for 'not known yet'."""

    school_id: UUID
    incident_id: UUID
    reference: str
    reported_at: datetime
    stage: Stage = Stage.REPORTED
    ending: Ending | None = None
    kind: Kind = Kind.POTENTIAL
    intake: Intake = field(default_factory=Intake)
    concerns: tuple[Concern, ...] = ()
    looked_at: datetime | None = None
    looks: tuple[tuple[Role, datetime], ...] = ()
    """The first action by a first contact, and each one's."""
    classifications: tuple[Classification, ...] = ()
    verified_at: datetime | None = None
    verified_by: UUID | None = None
    escalations: tuple[Escalation, ...] = ()
    losses: tuple[Loss, ...] = ()
    withdrawal: Withdrawal | None = None
    joined: tuple[Joined, ...] = ()
    """Reports of the same matter that were joined to this one."""
    linked: tuple[Linked, ...] = ()
    """The same matter at other schools of the trust."""
    related: tuple[Related, ...] = ()
    """Matters of their own that belong with this one."""
    joined_to: JoinedTo | None = None
    """The incident that this one was joined to; it owes nothing of its own meanwhile."""
    follows: Follows | None = None
    """An erased incident that this one comes after."""
    allocation: Allocation | None = None
    danger_check: DangerCheck | None = None
    containment: tuple[ContainmentStep, ...] = ()
    deletions: tuple[Deletion, ...] = ()
    own_work: tuple[OwnWork, ...] = ()
    awareness: tuple[Awareness, ...] = ()
    no_breach_at: datetime | None = None
    no_breach_reason: str = ""
    no_breach_by: UUID | None = None
    no_breach_by_dpo: bool = False
    no_breach_times: int = 0
    """How often it was recorded: a finding that the DPO undid may come again."""
    no_breach_undone_at: datetime | None = None
    """Since when the last such finding no longer holds: whoever was told of it is told anew."""
    resumed: tuple[Resumed, ...] = ()
    """Each time that it was asked again what had been found to be none."""
    dpo_confirmed_at: datetime | None = None
    """When the DPO agreed to a case that ended or was delayed without them."""
    steps: tuple[StepDone, ...] = ()
    questions: tuple[Question, ...] = ()
    interviews: tuple[Interview, ...] = ()
    experts: tuple[ExpertHelp, ...] = ()
    noted_risks: tuple[NotedRisk, ...] = ()
    communications: tuple[Communication, ...] = ()
    no_communication: str = ""
    """Why nothing is planned to be said; '' where something is, or nobody has decided."""
    risk: RiskAssessment = field(default_factory=RiskAssessment)
    log: BreachLog = field(default_factory=BreachLog)
    regulator: tuple[RegulatorDecision, ...] = ()
    regulator_advice: tuple[RegulatorAdvice, ...] = ()
    not_reporting_reviews: tuple[NotReportingReview, ...] = ()
    other_report: OtherReport | None = None
    who_tells: WhoTells | None = None
    """Which of two joint controllers tells the people affected."""
    other_told: OtherTold | None = None
    controller_told: tuple[ControllerTold, ...] = ()
    roles_told: tuple[RoleTold, ...] = ()
    submissions: tuple[Submission, ...] = ()
    legal_advice: tuple[LegalAdvice, ...] = ()
    regulator_letters: tuple[RegulatorLetter, ...] = ()
    people: People = field(default_factory=People)
    disciplinary: str = ""
    """'Begun' or why not; empty until recorded (SIP-3h). Only some roles may read it."""
    disciplinary_at: datetime | None = None
    disciplinary_by: UUID | None = None
    outcome_reports: tuple[OutcomeReport, ...] = ()
    review: Review | None = None
    improvements: tuple[Improvement, ...] = ()
    considered: tuple[Considered, ...] = ()
    thanks: Thanks | None = None
    closings: tuple[Closing, ...] = ()
    reopenings: tuple[Reopening, ...] = ()
    additions_looked_at: datetime | None = None
    """When somebody last looked at what came in after closing."""
    last_dpo_act_at: datetime | None = None
    """Last sign of the DPO, not of a stand-in; decides when 'no answer' counts as unavailable."""
    closed_at: datetime | None = None
    kept_longer: tuple[KeptLonger, ...] = ()
    """What has kept the whole incident beyond its time."""
    erased_at: datetime | None = None
    """When its time was over and its key was destroyed: only columns and counts are left."""
    evidence: tuple[EvidenceFile, ...] = ()
    notes: tuple[Note, ...] = ()
    imported: Imported | None = None
    """Of before the portal: closed, without duties, clocks or alerts."""
