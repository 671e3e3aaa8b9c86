"""What no policy can say (contradictions), and where one falls short of the law (shortfalls)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from tenants.policy.answers import Severity
from tenants.policy.timescales import REGULATOR_HOURS
from tenants.roles import TITLES, Role

if TYPE_CHECKING:
    from tenants.policy.schema import Policy

YOUNGEST, OLDEST = 10, 16
COMPLAINT_DAYS = 30
CAPACITY_PRESUMED_IN_SCOTLAND = 12

# Questions that somebody has to be named for: the portal cannot leave these to nobody.
_SOMEBODY = {
    "first_contacts": "nobody is told of a report first",
    "dpo_stand_ins": "nobody stands in for the DPO",
    "head_stand_ins": "nobody stands in for the Headteacher",
    "dsl_stand_ins": "nobody stands in for the safeguarding lead",
    "lead_stand_ins": "nobody stands in for whoever leads the investigation",
    "last_resort": "nobody owes a duty when nobody else can be found",
    "classifiers": "nobody classifies an incident",
    "investigation_leads": "nobody leads an investigation",
    "awareness_declarers": "nobody can declare the school aware of a breach",
    "awareness_movers": "nobody can move the moment of awareness",
    "regulator_deciders": "nobody decides whether the regulator is told",
    "regulator_submitters": "nobody reports to the regulator",
    "people_deciders": "nobody decides about the people affected",
    "closers": "nobody can close an incident",
    "disciplinary_readers": "nobody may read the disciplinary record",
}
# Everybody, those without incident actions, and whoever happened to report.
_NEVER = {Role.STAFF, Role.REPORTER, Role.ADMINISTRATOR, Role.OVERSEER}
_LEAD_MAY = {
    "awareness_declarers",
    "investigation_leads",
    "disciplinary_recorders",
    "people_deciders",
    "notice_consulted",
}


def contradictions(policy: Policy) -> list[str]:
    """A sentence for each pair of answers that cannot both hold, naming both."""
    checks = (_people_missing, _misplaced, _unmatched, _out_of_range, _times, _ladders)
    return [sentence for check in checks for sentence in check(policy)]


def _people_missing(policy: Policy) -> Iterator[str]:
    for question, nobody in _SOMEBODY.items():
        if not getattr(policy, question):
            yield f"The policy cannot work when {nobody}: name a role."


def _misplaced(policy: Policy) -> Iterator[str]:
    for question, answer in policy:
        named = answer if isinstance(answer, tuple) else ()
        roles = [role for role in named if isinstance(role, Role)]
        for role in roles:
            if role in _NEVER or (role is Role.LEAD and question not in _LEAD_MAY):
                yield f"{TITLES[role]} cannot be the answer to “{question}”."
            if question == f"{role}_stand_ins":
                yield f"{TITLES[role]} cannot stand in for {TITLES[role]}: name somebody else."
        if len(set(named)) != len(named):
            yield f"The answer to “{question}” names the same thing twice."


def _unmatched(policy: Policy) -> Iterator[str]:
    if policy.first_contact_choice == "reporter_chooses" and len(policy.first_contacts) < 2:  # noqa: PLR2004
        only = TITLES[policy.first_contacts[0]] if policy.first_contacts else "nobody"
        yield (
            "The reporter chooses who is told first, but there is only one to choose: "
            f"{only}. Name two or more, or let all be told."
        )
    if policy.outcome_report and not policy.outcome_assessors:
        yield "An outcome report is written, but nobody assesses it: name who does."
    if Role.LEAD in policy.investigation_leads and not policy.allocators:
        yield (
            "An investigating officer leads, but nobody allocates the investigation: name who does."
        )
    if policy.outcome_assessors and not policy.outcome_report:
        yield "Somebody assesses the outcome report, but no outcome report is written."
    if policy.review_points and not policy.review:
        yield "The review has questions, but there is no review."
    if policy.notice_agreement and not policy.notice_consulted:
        yield "A notice needs agreement, but nobody is asked for it: name who is."
    if policy.protected_identity and not policy.identity_readers:
        yield "A reporter's name can be protected, but nobody may read it: name who may."


def _out_of_range(policy: Policy) -> Iterator[str]:
    if not YOUNGEST <= policy.pupil_age <= OLDEST:
        yield (
            f"A pupil is told from the age of {policy.pupil_age}, but notices can be addressed to "
            f"pupils only from an age between {YOUNGEST} and {OLDEST}."
        )
    if not {"confirmed", "potential"} <= set(policy.kinds_accepted):
        yield (
            "The policy does not accept both confirmed and potential breaches, but the law has "
            "every breach recorded (UK GDPR Article 33(5))."
        )
    if not 1 <= policy.dpo_no_answer_hours <= policy.dpo_no_answer_night_hours <= 24:  # noqa: PLR2004
        yield (
            f"No answer counts after {policy.dpo_no_answer_hours} hours by day and "
            f"{policy.dpo_no_answer_night_hours} at night: give 1 to 24, the night not the shorter."
        )
    if not 1 <= policy.contacts_retention_years <= policy.retention_years <= 99:  # noqa: PLR2004
        yield (
            f"Contacts are kept for {policy.contacts_retention_years} years but their incident for "
            f"{policy.retention_years}: 1 to 99, and contacts never longer."
        )
    if not 1 <= policy.review_months <= 60:  # noqa: PLR2004
        yield f"The policy is reviewed after {policy.review_months} months: give 1 to 60."


def _times(policy: Policy) -> Iterator[str]:
    times = policy.timescales
    if times.submit_to_regulator.elapsed != timedelta(hours=REGULATOR_HOURS) or (
        times.submit_to_regulator.closed_hours not in {None, REGULATOR_HOURS}
    ):
        yield (
            f"The policy says {times.submit_to_regulator} for the report to the regulator, but the "
            f"law says {REGULATOR_HOURS} hours (UK GDPR Article 33(1)); that cannot be changed."
        )
    decide, assess = times.decide_regulator.elapsed, times.assess_risk.elapsed
    if decide is None or decide > timedelta(hours=REGULATOR_HOURS):
        yield (
            f"The decision on the regulator may take {times.decide_regulator}, but the report is "
            f"due {REGULATOR_HOURS} hours after awareness."
        )
    elif assess is None or assess > decide:
        yield (
            f"Assessing the risk may take {times.assess_risk}, but the decision that rests on it "
            f"is due after {times.decide_regulator}."
        )
    if times.danger_check.elapsed is None:
        yield (
            f"Finding out whether anyone is in danger may take {times.danger_check}, but danger "
            "does not wait for a school day: give hours."
        )


def _ladders(policy: Policy) -> Iterator[str]:
    for severity in policy.severity_ladder:
        yield from _severity(severity, policy)
    keys = [severity.key for severity in policy.severity_ladder]
    if len(set(keys)) != len(keys):
        yield "Two severities have the same key."
    for name in ("internal", "regulator", "people", "danger"):
        steps = [step.key for step in getattr(policy, f"{name}_reminders")]
        if len(set(steps)) != len(steps):
            yield f"Two steps of the {name} reminders have the same key."
        if not steps:
            yield f"There are no {name} reminders, but every duty is reminded: keep a step."


def _severity(severity: Severity, policy: Policy) -> Iterator[str]:
    if not severity.leads:
        yield f"The severity “{severity.title}” has nobody to lead its investigation."
    if Role.LEAD in severity.leads and not policy.allocators:
        yield (
            f"A {severity.title} incident is led by an investigating officer, but nobody allocates "
            "the investigation: name who does."
        )


@dataclass(frozen=True, slots=True)
class Shortfall:
    """An answer that falls short of the law: the portal follows the policy and shows `sentence`."""

    question: str
    sentence: str


def shortfalls(policy: Policy) -> tuple[Shortfall, ...]:
    """Where the answers are less than what the law asks, question by question."""
    return (*_by_answers(policy), *_by_times(policy))


def _by_answers(policy: Policy) -> Iterator[Shortfall]:
    if Role.DPO not in policy.first_contacts and policy.escalation_gate == "none":
        yield Shortfall(
            "first_contacts",
            "The DPO must be involved in good time (UK GDPR Article 38(1)); the portal tells the "
            "DPO of every report for information.",
        )
    if policy.escalation_gate == "head_decides":
        yield Shortfall(
            "escalation_gate",
            "The DPO must be involved in good time (UK GDPR Article 38(1)); the portal tells the "
            "DPO at once, and the DPO can take up a case that was not escalated.",
        )
    if Role.HEAD in policy.dpo_stand_ins:
        yield Shortfall(
            "dpo_stand_ins",
            "A DPO must have no conflict of interests (UK GDPR Article 38(6)); a Headteacher who "
            "stands in is shown with that conflict.",
        )
    if Role.DPO in policy.regulator_deciders:
        yield Shortfall(
            "regulator_deciders",
            "The controller answers for the decision (UK GDPR Article 33(1)), also where the "
            "policy has the DPO take it.",
        )
    if policy.log_before_referral:
        yield Shortfall(
            "log_before_referral",
            "The 72 hours do not wait for the log: what is missing is shown, and becomes a duty.",
        )
    if policy.notice_agreement:
        yield Shortfall(
            "notice_agreement",
            "People are told without undue delay (UK GDPR Article 34(1)): at high risk the DPO may "
            "send without agreement, with the reason.",
        )
    if policy.nation == "scotland" and policy.pupil_age > CAPACITY_PRESUMED_IN_SCOTLAND:
        yield Shortfall(
            "pupil_age",
            "In Scotland a child of 12 is presumed able to exercise data protection rights "
            "(Data Protection Act 2018 section 208).",
        )
    if policy.dpo != "internal" and not policy.dpo_protocol:
        yield Shortfall(
            "dpo_protocol",
            "The DPO is not the school's own; write down how and when to reach them.",
        )


def _by_times(policy: Policy) -> Iterator[Shortfall]:
    times = policy.timescales
    for kind in ("decide_people", "send_notices"):
        elapsed = times.of(kind).elapsed
        if elapsed is None or elapsed > timedelta(hours=REGULATOR_HOURS):
            yield Shortfall(
                f"timescales.{kind}",
                f"{times.of(kind)} is hardly ‘without undue delay’ (UK GDPR Article 34(1)).",
            )
    acknowledge = times.acknowledge_complaint.elapsed
    if acknowledge is None or acknowledge > timedelta(days=COMPLAINT_DAYS):
        yield Shortfall(
            "timescales.acknowledge_complaint",
            f"A complaint is acknowledged within {COMPLAINT_DAYS} days "
            "(Data Protection Act 2018 section 164A).",
        )
