"""The part of an outcome report that the record itself gives: heading and text (SIP-3k).

Frozen into the report when it is accepted, so that the paper says for ever what was accepted. It
names no member of staff, nobody affected and nothing of the disciplinary record.
"""

from __future__ import annotations

from portal.rules.breach_log import filled
from portal.rules.containing import in_words
from portal.rules.facts import Facts
from portal.rules.others import considered, others
from portal.rules.steps import is_settled, recorded, steps
from portal.rules.uk_time import day, day_and_time
from tenants.policy.schema import Policy

Line = tuple[str, str]

FROM_LOG = ("occurred", "discovered", "aware", "people", "likely_risk", "report_to_ico",
            "people_told")  # fmt: skip
"""What the breach log knows of it, by the keys of its headings."""
_APART = frozenset({"disciplinary", "outcome_report"})


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
    lines = {line.key: line for line in filled(facts, policy, lambda _person: "a member of staff")}
    about = [
        ("Reported", day_and_time(facts.reported_at)),
        ("What was reported", facts.intake.happened),
    ]
    found = [lines[key] for key in FROM_LOG if key in lines and lines[key].text]
    return (*about, *((line.label, line.text) for line in found))


def _steps(facts: Facts, policy: Policy) -> tuple[Line, ...]:
    return tuple(
        (f"{step.text} ({step.clause})", _step(facts, step.key))
        for step in steps(policy)
        if step.key not in _APART
    )


def _step(facts: Facts, key: str) -> str:
    entry = recorded(facts, key)
    if entry is None:
        return "On record" if is_settled(facts, key) else "Nothing is recorded"
    how = "Done" if entry.done else "Not appropriate"
    return f"{how}, {day_and_time(entry.at)}. {entry.note}".strip()


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
        f"{each.what}: "
        + (f"done {day(each.done_at)}" if each.done_at else f"by {day(each.due_on)}")
        for each in facts.improvements
    )
    found = (
        ("What was done to contain it", contained),
        ("Actions against its happening again", actions),
    )
    return tuple(line for line in found if line[1])
