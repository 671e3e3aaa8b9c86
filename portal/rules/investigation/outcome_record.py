"""The part of an outcome report that the record itself gives: heading and text (SIP-3k).

Frozen into the report when it is accepted, so that the paper says for ever what was accepted. It
names nobody who decided, nobody affected, and nothing of the disciplinary record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from portal.rules.also_told.considered import considered, others
from portal.rules.ending.breach_log import filled
from portal.rules.facts import Facts
from portal.rules.from_record import FILLERS, Record
from portal.rules.investigation.steps import is_settled, recorded, steps
from portal.rules.triage.containing import in_words
from portal.rules.uk_time import day, day_and_time
from portal.rules.words import Escalated, PeopleChoice
from tenants.policy.schema import Policy
from tenants.regulator import ICO

Line = tuple[str, str]

KNOWN: Mapping[str, str] = {
    "occurred": "When it happened",
    "discovered": "When it was noticed",
    "aware": "When the school became aware of a breach",
    "people": "About how many people are affected",
    "effects": "What it led to, or may lead to",
    "likely_risk": "How likely a risk to people is",
    "report_to_ico": f"Whether the {ICO} must know",
    "ico_report": f"Reports to the {ICO}",
    "people_told": "Whether the people affected are told",
}
"""What the record or the breach log knows of it, whatever the policy's own log asks."""
_APART = frozenset({"outcome_report"})
_ESCALATED = {
    Escalated.ESCALATED: "Escalated to the DPO",
    Escalated.DECLINED: "Not escalated",
}


def outcome_record(facts: Facts, policy: Policy) -> tuple[Line, ...]:
    """Everything that was recorded by now, under its headings; what is not known is left out."""
    return (
        *_known(facts, policy),
        *_steps(facts, policy),
        *_accounts(facts),
        *_others(facts, policy),
        *_done(facts),
    )


def _known(facts: Facts, policy: Policy) -> tuple[Line, ...]:
    record = Record(facts, lambda _person: "a member of staff", policy)
    logged = {line.key: line.text for line in filled(facts, policy, record.names)}
    found = {key: logged[key] if key in logged else FILLERS[key](record) for key in KNOWN}
    about = [
        ("Reported", day_and_time(facts.reported_at)),
        ("What was reported", facts.intake.happened),
        *((KNOWN[key], text) for key, text in found.items() if text),
    ]
    decision = facts.people_decision
    if decision is not None and decision.choice is PeopleChoice.NOT_REQUIRED:
        about.append(("Why they are not told", FILLERS["why_not_told"](record)))
    return tuple(about)


def _steps(facts: Facts, policy: Policy) -> tuple[Line, ...]:
    return tuple(
        (f"{step.text} ({step.clause})", _step(facts, step.key))
        for step in steps(policy)
        if step.key not in _APART
    )


def _step(facts: Facts, key: str) -> str:
    """What was said of the step, and what the record holds of it."""
    lines = []
    if entry := recorded(facts, key):
        how = "Done" if entry.done else "Not appropriate"
        lines.append(f"{how}, {day_and_time(entry.at)}. {entry.note}".strip())
    lines.extend(_FOUND[key](facts) if key in _FOUND else ())
    if lines:
        return "\n".join(lines)
    return "On record" if is_settled(facts, key) else "Nothing is recorded"


def _spoken(facts: Facts) -> Iterable[str]:
    return (
        f"{each.with_whom}, {day_and_time(each.held_at)}: {each.said}" for each in facts.interviews
    )


def _evidence(facts: Facts) -> Iterable[str]:
    kept = (("Files", facts.evidence), ("Notes", facts.notes))
    return (f"{what} kept with the record: {len(rows)}" for what, rows in kept if rows)


def _experts(facts: Facts) -> Iterable[str]:
    return (
        f"{each.whom}, {day(each.at)}: {each.asked} {each.answer or 'Not answered yet'}"
        for each in facts.experts
    )


def _escalated(facts: Facts) -> Iterable[str]:
    return (
        f"{_ESCALATED[each.what]}, {day_and_time(each.at)}. {each.reasons}".strip()
        for each in facts.escalations
        if each.what in _ESCALATED
    )


def _risks(facts: Facts) -> Iterable[str]:
    """Each as it was noted last, the greatest first."""
    last = {each.id: each for each in facts.noted_risks}.values()
    return (
        f"{each.what}: likelihood {each.likelihood} × impact {each.impact} = {each.product} of 25. "
        f"{each.lessened_by or 'Nothing lessens it yet.'}"
        for each in sorted(last, key=lambda one: -one.product)
    )


def _said(facts: Facts) -> Iterable[str]:
    none = [f"Nothing needs to be said: {facts.no_communication}"] if facts.no_communication else []
    return none + [
        f"To {each.audience}, {each.channel}: "
        + (f"done {day(each.done_at)}" if each.done_at else f"by {day(each.planned_at)}")
        for each in facts.communications
    ]


def _disciplinary(facts: Facts) -> Iterable[str]:
    return ("Recorded apart, for those whom the policy names.",) if facts.disciplinary else ()


_FOUND: Mapping[str, Callable[[Facts], Iterable[str]]] = {
    "staff": _spoken,
    "evidence": _evidence,
    "expert_help": _experts,
    "escalate": _escalated,
    "risks": _risks,
    "communications": _said,
    "disciplinary": _disciplinary,
}
"""What the workspace holds of a step, by the step's key."""


def _accounts(facts: Facts) -> tuple[Line, ...]:
    """What was asked and answered in writing (SIP-4-report)."""
    return tuple(
        (f"Asked: {each.text}", each.answer)
        for each in facts.questions
        if each.answer and each.answered_at
    )


def _others(facts: Facts, policy: Policy) -> tuple[Line, ...]:
    lines = []
    for point in others(policy):
        if entry := considered(facts, point.key):
            told = f"Told, {day_and_time(entry.told_at)}" if entry.told_at else "Need not be told"
            lines.append((point.text, f"{told}. {entry.note}".strip()))
    return tuple(lines)


def _done(facts: Facts) -> tuple[Line, ...]:
    contained = "\n".join(
        f"{in_words(step)} ({day_and_time(step.at)})" for step in facts.containment
    )
    actions = "\n".join(
        f"{each.what.rstrip(' .')}: "
        + (f"done {day(each.done_at)}" if each.done_at else f"by {day(each.due_on)}")
        for each in facts.improvements
    )
    found = (
        ("What was done to contain it", contained),
        ("Actions to stop it happening again", actions),
    )
    return tuple(line for line in found if line[1])
