"""Who takes the case: the Head decides where the policy says so, and the DPO looks at a 'no'."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from portal.rules.clock import clock_has_ended
from portal.rules.duties.duty import Duty, Rule
from portal.rules.facts import Facts
from portal.rules.responsibilities import head_decides_escalation
from portal.rules.timescales import due
from portal.rules.words import Escalated
from tenants.calendar import Calendar
from tenants.policy.schema import Policy
from tenants.roles import Role


def decide_escalation(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """DBRP-5.3: the Head escalates or declines.

    The plan asks it so that no suspected breach is kept from the DPO unseen, so nothing is left to
    decide once the school is aware (the DPO then has it, Article 33), once the DPO has taken it
    up, nor once the DPO has found or agreed that it is no breach or holds no personal data. What
    the Head alone has found leaves it owed; re-opened, it counts from then.
    """
    if not head_decides_escalation(policy):
        return
    first = facts.escalations[0].what if facts.escalations else None
    if first is Escalated.TAKEN_UP:
        return
    if first is None and (facts.aware is not None or clock_has_ended(facts)):
        return
    again = None if facts.escalations else facts.asked_afresh
    opens_at = again.at if again else facts.reported_at
    yield Duty(
        kind="decide_escalation",
        what="Decide whether the DPO takes this case",
        role=Role.HEAD,
        opens_at=opens_at,
        due_at=due(policy, "decide_escalation", opens_at, calendar, facts),
        action="escalate_to_dpo",
        button="Decide",
        met_at=facts.escalations[0].at if facts.escalations else None,
    )


def look_at_declined(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """DBRP-5.3, Article 39: the DPO agrees or takes it up."""
    declined = next((e for e in facts.escalations if e.what is Escalated.DECLINED), None)
    if declined is None:
        return
    answered = next((e for e in facts.escalations if e.at >= declined.at and e != declined), None)
    yield Duty(
        kind="look_at_declined",
        what="Look at the case that the Head did not escalate",
        role=Role.DPO,
        opens_at=declined.at,
        due_at=due(policy, "look_at_declined", declined.at, calendar, facts),
        action="answer_declined",
        met_at=answered.at if answered else None,
        looks_at_work_of=frozenset({declined.by}),
    )


def complete_declined_log(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """DBRP-5.3: the Head completes the log of a declined case; the DPO sees it as it grows."""
    declined = facts.declined
    if declined is None:
        return
    yield Duty(
        kind="complete_declined_log",
        what="Complete the breach log with your reasons",
        role=Role.HEAD,
        opens_at=declined.at,
        due_at=due(policy, "complete_declined_log", declined.at, calendar, facts),
        action="complete_log",
        met_at=facts.log.completed_at,
    )


RULES: tuple[Rule, ...] = (decide_escalation, look_at_declined, complete_declined_log)
