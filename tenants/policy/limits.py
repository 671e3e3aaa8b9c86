"""What no policy can say: answers that cannot both hold, or that would leave nobody to act."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from tenants.policy.answers import Question, Severity
from tenants.policy.defaults import ALWAYS_LOGGED
from tenants.policy.fitting import fits
from tenants.policy.timescales import REGULATOR_HOURS
from tenants.regulator import ICO
from tenants.roles import TITLES, Role

if TYPE_CHECKING:
    from tenants.policy.schema import Policy

_BY_LAW = {"submit_to_regulator", "decide_regulator", "assess_risk"}
YOUNGEST, OLDEST = 10, 16

# Questions that somebody has to be named for: the portal cannot leave these to nobody.
_SOMEBODY = {
    "policy_reviewers": "nobody keeps it under review",
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
    "regulator_deciders": f"nobody decides whether the {ICO} is told",
    "regulator_submitters": f"nobody reports to the {ICO}",
    "people_deciders": "nobody decides about the people affected",
    "reviewers": "nobody reviews an incident",
    "closers": "nobody can close an incident",
    "disciplinary_readers": "nobody may read the disciplinary record",
}
_ONE_PERSON = {Role.HEAD, Role.DPO, Role.CHAIR, Role.CHIEF_EXECUTIVE}


def contradictions(policy: Policy) -> list[str]:
    """A sentence for each pair of answers that cannot both hold, naming both."""
    checks = (
        _people_missing,
        _misplaced,
        _contacts,
        _unmatched,
        _apart,
        _out_of_range,
        _times,
        _ladders,
    )
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
            if question == f"{role}_stand_ins":
                yield f"{TITLES[role]} cannot stand in for {TITLES[role]}: name somebody else."
            elif not fits(role, question):
                yield f"{TITLES[role]} cannot be the answer to {_asked(policy, question)}."
        if len({repr(each) for each in named}) != len(named):
            yield f"The answer to {_asked(policy, question)} names the same thing twice."


def _asked(policy: Policy, question: str) -> str:
    found = type(policy).model_fields[question].metadata
    title = next(each.title for each in found if isinstance(each, Question))
    return f"“{title}” ({question})"


def _contacts(policy: Policy) -> Iterator[str]:
    if policy.first_contact_choice == "reporter_chooses" and len(policy.first_contacts) < 2:
        only = TITLES[policy.first_contacts[0]] if policy.first_contacts else "nobody"
        yield (
            "The reporter chooses who is told first, but there is only one to choose: "
            f"{only}. Name two or more, or let all be told."
        )
    if policy.first_look == "each" and len(policy.first_contacts) < 2:
        yield (
            "Each of those told must look at a report, but only one is told: "
            "name two or more, or let it be enough that one of them looks."
        )
    if policy.first_look == "each" and policy.first_contact_choice == "reporter_chooses":
        yield (
            "Each of those told must look at a report, but the reporter chooses who is told: "
            "let all be told, or let it be enough that one of them looks."
        )
    if policy.controller == "trust" and Role.CHIEF_EXECUTIVE not in policy.last_resort:
        yield (
            "The trust is the controller, but its chief executive is not among those who owe a "
            "duty when nobody else can be found: add the chief executive."
        )


def _unmatched(policy: Policy) -> Iterator[str]:
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
    if policy.proposals_to and not policy.proposal_deciders:
        yield "Proposals to change the policy are received, but nobody decides on one: name who."


def _apart(policy: Policy) -> Iterator[str]:
    does = {
        "investigate": ("investigates", policy.investigation_leads),
        "assess_outcome": ("assesses the outcome report", policy.outcome_assessors),
        "decide_regulator": (f"decides whether the {ICO} is told", policy.regulator_deciders),
        "review": ("reviews the incident", policy.reviewers),
        "close": ("closes it", policy.closers),
    }
    for pair in policy.kept_apart:
        (one, by_one), (other, by_other) = does[pair.one], does[pair.other]
        if pair.one == pair.other:
            yield f"Whoever {one} cannot be kept apart from whoever {other}: name two tasks."
        elif len(set(by_one) | set(by_other)) == 1 and by_one[0] in _ONE_PERSON:
            yield (
                f"Whoever {one} must not be whoever {other}, but both are the "
                f"{TITLES[by_one[0]]} alone: name somebody else for one of them."
            )
    told = [(each.who, each.when) for each in policy.must_be_told]
    for who, _when in {each for each in told if told.count(each) > 1}:
        yield f"The {who} is on the list of who must be told twice for the same occasion."


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
    asked = {heading.key for heading in policy.log_headings}
    for heading in ALWAYS_LOGGED:
        if heading.key not in asked:
            yield (
                f"The log leaves out “{heading.text}” ({heading.key}), which the law, the clocks "
                f"or the report to the {ICO} need."
            )
    if not 1 <= policy.dpo_no_answer_hours <= policy.dpo_no_answer_night_hours <= 24:
        yield (
            f"No answer counts after {policy.dpo_no_answer_hours} hours by day and "
            f"{policy.dpo_no_answer_night_hours} at night: give 1 to 24, the night not the shorter."
        )
    if not 1 <= policy.contacts_retention_years <= policy.retention_years <= 99:
        yield (
            f"Contacts are kept for {policy.contacts_retention_years} years but their incident for "
            f"{policy.retention_years}: 1 to 99, and contacts never longer."
        )
    if not 1 <= policy.closure_school_days <= 20:
        yield f"Closures are prepared {policy.closure_school_days} school days before: 1 to 20."
    if not 1 <= policy.review_months <= 60:
        yield f"The policy is reviewed after {policy.review_months} months: give 1 to 60."


def _times(policy: Policy) -> Iterator[str]:
    times = policy.timescales
    if times.submit_to_regulator.elapsed != timedelta(hours=REGULATOR_HOURS) or (
        times.submit_to_regulator.closed_hours not in {None, REGULATOR_HOURS}
    ):
        yield (
            f"The policy says {times.submit_to_regulator} for the report to the {ICO}, but the "
            f"law says {REGULATOR_HOURS} hours (UK GDPR Article 33(1)); that cannot be changed."
        )
    decide, assess = times.decide_regulator.elapsed, times.assess_risk.elapsed
    if decide is None or decide > timedelta(hours=REGULATOR_HOURS):
        yield (
            f"The decision on the {ICO} may take {times.decide_regulator}, but the report is "
            f"due {REGULATOR_HOURS} hours after awareness."
        )
    elif assess is None or assess > decide:
        yield (
            f"Assessing the risk may take {times.assess_risk}, but the decision that rests on it "
            f"is due after {times.decide_regulator}."
        )
    for kind in type(times).model_fields:
        period = times.of(kind)
        if kind in _BY_LAW and period.start != "opens":
            yield f"The time for {kind} counts from what the law says: leave its start as it is."
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
    for name in ("internal", "regulator", "people", "danger", "school", "own"):
        steps = [step.key for step in getattr(policy, f"{name}_reminders")]
        if len(set(steps)) != len(steps):
            yield f"Two steps of the {name} reminders have the same key."
        if not steps:
            yield f"There are no {name} reminders, but every duty is reminded: keep a step."


def _severity(severity: Severity, policy: Policy) -> Iterator[str]:
    for kind in severity.periods:
        if kind not in type(policy.timescales).model_fields:
            yield f"The severity “{severity.title}” has a time for “{kind}”, which is no duty."
        elif kind in _BY_LAW:
            yield (
                f"The severity “{severity.title}” gives a time for “{kind}”, but that is the same "
                f"for every breach: {REGULATOR_HOURS} hours from awareness."
            )
    if not severity.leads:
        yield f"The severity “{severity.title}” has nobody to lead its investigation."
    if Role.LEAD in severity.leads and not policy.allocators:
        yield (
            f"A {severity.title} incident is led by an investigating officer, but nobody allocates "
            "the investigation: name who does."
        )
