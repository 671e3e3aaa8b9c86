"""The breach log: complete before the report where the policy says so, and what was left open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from portal.rules.clock import (
    LONGEST_BEFORE_DECISION,
    due_once_resumed,
    no_personal_data_confirmed,
    regulator_clock,
)
from portal.rules.duties.duty import Duty, Rule
from portal.rules.ending.breach_log import filled, not_yet_known, wanted_before_report
from portal.rules.facts import Facts
from portal.rules.timescales import due
from tenants.calendar import Calendar
from tenants.policy.schema import Policy
from tenants.roles import Role


def complete_log(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """DBRP-5.18, Article 33(5): by the end of the 72 hours at the latest, or the day after them."""
    if no_personal_data_confirmed(facts):
        return
    clock = regulator_clock(facts)
    due_at = due_once_resumed(facts, clock.start, clock.due_at, LONGEST_BEFORE_DECISION)
    if not wanted_before_report(policy):
        due_at = due(policy, "complete_log", due_at, calendar, facts)
    yield Duty(
        kind="complete_log",
        what="Complete the breach log",
        role=Role.DPO,
        opens_at=facts.reported_at,
        due_at=due_at,
        action="complete_log",
        met_at=facts.log.completed_at,
        cautious=clock.cautious,
    )


def finish_log(facts: Facts, policy: Policy, calendar: Calendar, _now: datetime) -> Iterator[Duty]:
    """What the log calls 'not yet known' is asked again the next day."""
    log = facts.log
    if log.left_open_at is None or log.saved_at is None or no_personal_data_confirmed(facts):
        return
    still_open = not_yet_known(filled(facts, policy, lambda _person: "somebody"))
    yield Duty(
        kind="complete_log",
        what="Complete what the breach log calls ‘not yet known’",
        role=Role.DPO,
        opens_at=log.left_open_at,
        due_at=due(policy, "complete_log", log.saved_at, calendar, facts),
        action="complete_log",
        met_at=None if still_open else log.saved_at,
        occurrence=2,
    )


RULES: tuple[Rule, ...] = (complete_log, finish_log)
