"""Which tasks in one incident nobody does both of, and who has done the other already.

It moves the duty to somebody else. Where nobody else can be found the same person may, and DPO or
chair owe a second signature; nothing towards the regulator, people or against danger waits for it.
"""

from __future__ import annotations

from uuid import UUID

from portal.rules.facts import Facts
from tenants.policy.answers import Task
from tenants.policy.schema import Policy


def makers(policy: Policy, facts: Facts, task: Task) -> frozenset[UUID]:
    """Persons who did what the policy keeps apart from this task."""
    others = {
        pair.other if pair.one == task else pair.one
        for pair in policy.kept_apart
        if task in {pair.one, pair.other}
    }
    return frozenset[UUID]().union(*(done_by(facts, other) for other in others))


def done_by(facts: Facts, task: Task) -> frozenset[UUID]:
    """Who has done this here so far."""
    match task:
        case "investigate":
            lead = {facts.lead} if facts.lead else set()
            found = {step.by for step in facts.steps} | {
                report.by for report in facts.outcome_reports
            }
            return frozenset(lead | found)
        case "assess_outcome":
            return frozenset(r.assessed_by for r in facts.outcome_reports if r.assessed_by)
        case "decide_regulator":
            return frozenset(decision.by for decision in facts.regulator)
        case "review":
            return frozenset({facts.review.by} if facts.review else ())
        case "close":
            return frozenset(closing.by for closing in facts.closings)
