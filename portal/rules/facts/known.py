"""All that is known about one incident, as one value."""

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
from portal.rules.facts.joining import Follows, Joined, JoinedTo, Linked
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
from portal.rules.facts.telling import KeptLonger, People, PeopleDecision
from portal.rules.facts.workspace import Communication, ExpertHelp, Interview, NotedRisk
from portal.rules.words import Answer, Containment, Ending, Escalated, Kind, Stage
from tenants.roles import Role


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything known about one incident."""

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

    @property
    def classification(self) -> Classification | None:
        """The classification in force."""
        return self.classifications[-1] if self.classifications else None

    @property
    def escalation(self) -> Escalation | None:
        """Where the question of escalation stands."""
        return self.escalations[-1] if self.escalations else None

    @property
    def declined(self) -> Escalation | None:
        """The decision not to escalate, agreed to or not; None once the DPO has the case."""
        if self.escalation and self.escalation.what in {Escalated.ESCALATED, Escalated.TAKEN_UP}:
            return None
        return next((each for each in self.escalations if each.what is Escalated.DECLINED), None)

    @property
    def aware(self) -> Awareness | None:
        """The awareness in force: one's own, or an earlier one of a report of the same matter."""
        return _earliest(self.aware_here, *(each.aware for each in self.linked))

    @property
    def aware_here(self) -> Awareness | None:
        """The same without what is known of it at other schools of the trust."""
        again = self.asked_afresh
        theirs = (each.aware for each in self.joined if not again or each.at >= again.at)
        return _earliest(*self.awareness_here[-1:], *theirs)

    @property
    def awareness_here(self) -> tuple[Awareness, ...]:
        """What was declared here since it has been asked: what was found none since is over."""
        again = self.asked_afresh
        return tuple(one for one in self.awareness if not again or one.declared_at >= again.at)

    @property
    def asked_afresh(self) -> Reopening | None:
        """The re-opening since which the 72 hours run afresh; none where they had been met."""
        again = next((each for each in reversed(self.reopenings) if each.clock_from), None)
        first = self.first_report
        return None if again and first and first.recorded_at <= again.at else again

    @property
    def regulator_decision(self) -> RegulatorDecision | None:
        """The regulator decision in force."""
        return self.regulator[-1] if self.regulator else None

    @property
    def first_report(self) -> Submission | None:
        """The first report to the regulator."""
        return self.submissions[0] if self.submissions else None

    @property
    def people_decision(self) -> PeopleDecision | None:
        """The decision about the people affected in force."""
        return self.people.decisions[-1] if self.people.decisions else None

    @property
    def personal_data(self) -> Answer:
        """Whether personal data is involved: uncertain until classified."""
        return self.classification.personal_data if self.classification else Answer.NOT_SURE

    @property
    def contained(self) -> bool:
        """Contained, or as far as it can be."""
        return self.contained_at is not None

    @property
    def contained_at(self) -> datetime | None:
        """Since when it has counted as contained; None while it goes on."""
        since = None
        for step in self.containment:
            going_on = step.state is Containment.ONGOING
            since = None if going_on else since or step.at
        return since

    @property
    def lost_for_good(self) -> bool:
        """Something is lost or destroyed for good and has not been recovered (DBRP-2.5)."""
        return any(loss.recovered_at is None for loss in self.losses)

    @property
    def lead(self) -> UUID | None:
        """The person leading the investigation."""
        return self.allocation.lead if self.allocation else None

    @property
    def all_joined(self) -> tuple[UUID, ...]:
        """The reports joined to it, also by way of another."""
        return tuple(ident for each in self.joined for ident in each.all_of_it)

    @property
    def concerned(self) -> frozenset[UUID]:
        """The persons whom it concerns, or any report joined with it."""
        with_it = (*self.joined, *((self.joined_to,) if self.joined_to else ()))
        theirs = (person for other in with_it for person in other.concerned)
        return frozenset((*(concern.person_id for concern in self.concerns), *theirs))


def _earliest(*found: Awareness | None) -> Awareness | None:
    known = (each for each in found if each is not None)
    return min(known, key=lambda each: each.aware_at, default=None)
