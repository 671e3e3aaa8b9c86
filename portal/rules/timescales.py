"""By when a duty is due: the only reader of a policy's timescales.

A due time is fixed when the duty opens. Periods in hours and days are elapsed time in UTC; school
days follow the school's calendar, the same clock time in the UK. The 72 hours are the law's and
come from `clock`, never from here.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from portal.rules.clock import (
    LONGEST_BEFORE_DECISION,
    cap_before_decision,
    cautious_start,
    due_once_resumed,
    regulator_clock,
)
from portal.rules.facts import Facts
from portal.rules.responsibilities import level_of, severity_level
from tenants.calendar import Calendar
from tenants.policy.periods import Period
from tenants.policy.schema import Policy

BEFORE_DECISION = frozenset(
    {
        "look_at_report",
        "contain",
        "decide_escalation",
        "complete_declined_log",
        "look_at_declined",
        "look_at_ending",
        "classify",
        "verify_details",
        "allocate_investigation",
        "establish_breach",
    }
)
"""Duties on the way to the regulator decision that count from something else than awareness."""

ENDED_BY_NO_BREACH = frozenset(
    {
        "establish_breach",
        "decide_people",
        "check_list",
        "give_opinion",
        "hear_from_authority",
        "send_notices",
        "resolve_unreached",
        "review_hold",
        "other_controller_told",
        "tell_controller",
    }
)
"""Duties that lapse, or are met, once somebody has recorded that it was no breach."""

ENDED_WITH_THE_CLOCK = frozenset(
    {
        "decide_escalation",
        "assess_risk",
        "advise_regulator",
        "decide_regulator",
        "agree_who_tells",
    }
)
"""Duties that lapse only where the DPO found so, or agreed: with the 72 hours."""


def due(
    policy: Policy,
    kind: str,
    start: datetime,
    calendar: Calendar,
    facts: Facts | None = None,
) -> datetime:
    """When a duty of this kind that opens at `start` is due, in UTC.

    With `facts`, the level of severity may give a period of its own, the policy may count from
    another moment than the opening, and a duty before the regulator decision ends at the latest
    24 hours after the cautious start; what a finding of no breach had ended is due anew once that
    no longer holds. Raises KeyError for a kind that has no period.
    """
    period = _period(policy, kind, facts)
    due_at = within(period, start, calendar, facts)
    if facts is None:
        return due_at
    if kind in BEFORE_DECISION:
        due_at = cap_before_decision(facts, start.astimezone(UTC), due_at)
    if kind in ENDED_BY_NO_BREACH | ENDED_WITH_THE_CLOCK:
        anew, agreed = period.elapsed or LONGEST_BEFORE_DECISION, kind in ENDED_WITH_THE_CLOCK
        opened_at = start.astimezone(UTC)
        due_at = due_once_resumed(facts, opened_at, due_at, anew, agreed=agreed)
    return due_at


def other_reports_by(facts: Facts, policy: Policy, calendar: Calendar) -> datetime:
    """By when another controller must have reported (DBRP-5.11); never after the 72 hours."""
    clock = regulator_clock(facts)
    return min(due(policy, "other_controller_reported", clock.start, calendar, facts), clock.due_at)


def uncapped(
    policy: Policy, kind: str, start: datetime, calendar: Calendar, facts: Facts
) -> datetime:
    """When the policy alone would have it due, though the 72 hours may not allow it."""
    return within(_period(policy, kind, facts), start, calendar, facts)


def within(
    period: Period, start: datetime, calendar: Calendar, facts: Facts | None = None
) -> datetime:
    """When a period that a list of the policy gives is over, in UTC."""
    start = _start(period, start, facts)
    if period.school_days is not None:
        return calendar.add_school_days(start, period.school_days)
    if period.closed_hours is not None and calendar.is_closed(start):
        return start.astimezone(UTC) + timedelta(hours=period.closed_hours)
    return start.astimezone(UTC) + (period.elapsed or timedelta(0))


def _period(policy: Policy, kind: str, facts: Facts | None) -> Period:
    level = level_of(policy, facts) if facts is not None else None
    special = level.periods.get(kind) if level is not None else None
    return special or policy.timescales.of(kind)


def _start(period: Period, opens_at: datetime, facts: Facts | None) -> datetime:
    """What the period counts from; where that is not known (yet), the opening of the duty."""
    if facts is None:
        return opens_at
    aware = facts.aware.aware_at if facts.aware else None
    moments = {
        "opens": opens_at,
        "noticed": cautious_start(facts),
        "reported": facts.reported_at,
        "aware": aware,
    }
    return moments[period.start] or opens_at


def full_period(policy: Policy, kind: str) -> timedelta | None:
    """The whole period of a kind of duty by the clock; None for school days and for other kinds."""
    try:
        return policy.timescales.of(kind).elapsed
    except KeyError:
        return None


def before(policy: Policy, kind: str, event_at: datetime, calendar: Calendar) -> datetime:
    """When something must be done that is owed a period of this kind before an event, in UTC."""
    period = policy.timescales.of(kind)
    if period.school_days is not None:
        return calendar.add_school_days(event_at, -period.school_days)
    return event_at.astimezone(UTC) - (period.elapsed or timedelta(0))


def due_again(policy: Policy, kind: str, met_at: datetime) -> datetime | None:
    """When a recurring duty is due once more after it was met; None when it does not recur."""
    days = policy.timescales.of(kind).then_every_days
    return None if days is None else met_at.astimezone(UTC) + timedelta(days=days)


def outcome_report_due(
    policy: Policy, severity: str | None, start: datetime, calendar: Calendar
) -> datetime:
    """When the outcome report is due: by severity where the policy has a ladder (SIP-7)."""
    level = severity_level(policy, severity)
    if level is None:
        return due(policy, "outcome_report", start, calendar)
    return calendar.add_school_days(start, level.outcome_report_school_days)


def interim_report_due(policy: Policy, severity: str | None, start: datetime) -> datetime | None:
    """When an interim report is due; None where the severity asks for none."""
    level = severity_level(policy, severity)
    if level is None or level.interim_hours is None:
        return None
    return start.astimezone(UTC) + timedelta(hours=level.interim_hours)
