"""What people do in a rehearsal: each duty met in the plainest way, and nothing else.

The real actions ask, refuse and record; here only what they leave in the facts is made, so that the
next duties open.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from portal.rules.also_told.considered import bodies, others
from portal.rules.also_told.listeners import waiting
from portal.rules.duties.duty import Duty
from portal.rules.facts import (
    Allocation,
    Awareness,
    Classification,
    Closing,
    Considered,
    ContainmentStep,
    DangerCheck,
    Escalation,
    Facts,
    NoticeText,
    Opinion,
    OutcomeReport,
    PeopleDecision,
    RegulatorAdvice,
    RegulatorDecision,
    Review,
    RiskAssessment,
    RoleTold,
    Sending,
    Submission,
    Thanks,
)
from portal.rules.rehearsal.story import PEOPLE, Story
from portal.rules.responsibilities import notice_consulted
from portal.rules.words import (
    Answer,
    BreachType,
    Cause,
    Containment,
    Ending,
    Escalated,
    Kind,
    LegalRisk,
    PeopleChoice,
    RegulatorChoice,
    RiskFactor,
    Route,
    Stage,
    SubmissionKind,
)
from tenants.policy.schema import Policy

_WHY = "Rehearsed"
_ID = UUID(int=0)


def act(
    facts: Facts, policy: Policy, story: Story, duty: Duty, by: UUID, at: datetime
) -> Facts | None:
    """The facts once somebody has met this duty; None for one that no rehearsal meets."""
    if duty.kind == "classify":
        return _classified(facts, story, by, at)
    if duty.kind == "tell_who_must":
        return _told(facts, policy, duty, by, at)
    if duty.kind == "outcome_report":
        return _reported_outcome(facts, duty, by, at)
    if duty.kind == "decide_people":
        return _people_decided(facts, policy, by, at)
    if duty.kind == "consider_others":
        keys = (*(each.key for each in others(policy)), *(each.key for each in bodies(policy)))
        found = (Considered(key, None, "", _WHY, by, at) for key in keys)
        return replace(facts, considered=tuple(found))
    if duty.kind == "give_opinion":
        said = Opinion(duty.role, by, at, agrees=True)
        return _with_people(facts, opinions=(*facts.people.opinions, said))
    if duty.kind == "look_at_report":
        return replace(
            facts, looked_at=facts.looked_at or at, looks=(*facts.looks, (duty.role, at))
        )
    met = _MET.get(duty.kind)
    return met(facts, by, at) if met else None


def _classified(facts: Facts, story: Story, by: UUID, at: datetime) -> Facts:
    found = Classification(
        kind=Kind.CONFIRMED,
        severity=story.severity,
        personal_data=Answer.YES,
        breach_types=(BreachType.CONFIDENTIALITY,),
        causes=(Cause.HUMAN_ERROR,),
        by=by,
        at=at,
    )
    return replace(facts, classifications=(found,))


def _told(facts: Facts, policy: Policy, duty: Duty, by: UUID, at: datetime) -> Facts:
    (asked,) = (each.asked for each in waiting(policy, facts) if each.key == duty.subject)
    told = RoleTold(str(asked.who), _WHY, by, at, asked.when)
    return replace(facts, roles_told=(*facts.roles_told, told))


def _people_decided(facts: Facts, policy: Policy, by: UUID, at: datetime) -> Facts:
    asked = notice_consulted(policy, facts)
    return _with_people(
        facts,
        decisions=(PeopleDecision(PeopleChoice.OBLIGED, _WHY, by, at),),
        imported=PEOPLE,
        list_version=1,
        imported_at=at,
        texts=(NoticeText(1, (), by, at),),
        asked=asked,
        asked_at=at if asked else None,
        asked_version=1,
        times_asked=1,
    )


def _with_people(facts: Facts, **known: Any) -> Facts:
    return replace(facts, people=replace(facts.people, **known))


def _aware(facts: Facts, by: UUID, at: datetime) -> Facts:
    """The school was aware when somebody noticed: that is how long the chain has already taken."""
    found = Awareness(facts.intake.noticed_at or facts.reported_at, _WHY, by, at)
    return replace(facts, awareness=(found,), stage=Stage.INVESTIGATING)


def _submitted(facts: Facts, by: UUID, at: datetime) -> Facts:
    report = Submission(
        _ID, 1, SubmissionKind.INITIAL, Route.WEB_FORM, at, at, by, reference="IC", reference_at=at
    )
    return replace(facts, submissions=(report,))


def _reported_outcome(facts: Facts, duty: Duty, by: UUID, at: datetime) -> Facts:
    version = 1 + sum(not report.interim for report in facts.outcome_reports)
    report = OutcomeReport(version, _WHY, "", by, at, interim=duty.subject == "interim")
    return replace(facts, outcome_reports=(*facts.outcome_reports, report))


def _assessed(facts: Facts, by: UUID, at: datetime) -> Facts:
    *before, last = facts.outcome_reports
    accepted = replace(last, accepted=True, assessed_by=by, assessed_at=at)
    return replace(facts, outcome_reports=(*before, accepted), stage=Stage.REVIEWING)


def _sent(facts: Facts, by: UUID, at: datetime) -> Facts:
    sendings = (*facts.people.sendings, Sending(1, PEOPLE, by, at))
    return _with_people(facts, sendings=sendings, sent_at=at, settled_at=at, resolved_at=at)


def _checked(facts: Facts, by: UUID, at: datetime) -> Facts:
    return _with_people(facts, checks=1, list_checked_at=at, list_checked_by=by, checked_version=1)


_MET: Mapping[str, Callable[[Facts, UUID, datetime], Facts]] = {
    "danger_check": lambda f, by, at: replace(f, danger_check=DangerCheck(True, _WHY, by, at)),
    "contain": lambda f, by, at: replace(
        f, containment=(ContainmentStep(_WHY, by, at, Containment.CONTAINED),)
    ),
    "decide_escalation": lambda f, by, at: replace(
        f, escalations=(Escalation(Escalated.ESCALATED, by, at),), stage=Stage.INVESTIGATING
    ),
    "verify_details": lambda f, by, at: replace(f, verified_at=at, verified_by=by),
    "allocate_investigation": lambda f, by, at: replace(
        f,
        allocation=Allocation(
            lead=by,
            direction=_WHY,
            due_at=datetime.max.replace(tzinfo=at.tzinfo),
            by=by,
            at=at,
            personally=True,
            independent=True,
        ),
        stage=Stage.INVESTIGATING,
    ),
    "establish_breach": _aware,
    "assess_risk": lambda f, by, at: replace(
        f,
        risk=RiskAssessment(
            factors=tuple((factor, _WHY) for factor in RiskFactor),
            legal_risk=LegalRisk.HIGH,
            reason=_WHY,
            by=by,
            at=at,
        ),
    ),
    "advise_regulator": lambda f, by, at: replace(
        f, regulator_advice=(RegulatorAdvice(RegulatorChoice.REPORT, _WHY, by, at),)
    ),
    "decide_regulator": lambda f, by, at: replace(
        f, regulator=(RegulatorDecision(RegulatorChoice.REPORT, _WHY, by, at),)
    ),
    "submit_to_regulator": _submitted,
    "complete_log": lambda f, by, at: replace(
        f, log=replace(f.log, by=by, completed_at=at, saved_at=at)
    ),
    "check_list": _checked,
    "send_notices": _sent,
    "assess_outcome": _assessed,
    "disciplinary": lambda f, by, at: replace(
        f, disciplinary=_WHY, disciplinary_at=at, disciplinary_by=by
    ),
    "review_incident": lambda f, by, at: replace(
        f, review=Review((), _WHY, by, at), stage=Stage.REVIEWING
    ),
    "close": lambda f, by, at: replace(
        f,
        stage=Stage.CLOSED,
        closed_at=at,
        ending=Ending.BREACH,
        closings=(Closing(Ending.BREACH, "", by, at),),
    ),
    "thank_reporter": lambda f, by, at: replace(f, thanks=Thanks(_WHY, by, at)),
}
