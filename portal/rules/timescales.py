"""By when a duty is due: the only reader of a policy's timescales.

A due time is fixed when the duty opens. Periods in hours and days are elapsed time in UTC; school
days follow the school's calendar, the same clock time in the UK. The 72 hours are the law's and
come from `clock`, never from here.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from portal.rules.clock import cap_before_decision
from portal.rules.facts import Facts
from portal.rules.responsibilities import severity_level
from tenants.calendar import Calendar
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


def due(
    policy: Policy,
    kind: str,
    start: datetime,
    calendar: Calendar,
    facts: Facts | None = None,
) -> datetime:
    """When a duty of this kind that opens at `start` is due, in UTC.

    With `facts`, a duty before the regulator decision ends at the latest 24 hours after the
    cautious start. Raises KeyError for a kind that has no period.
    """
    period = policy.timescales.of(kind)
    if period.school_days is not None:
        due_at = calendar.add_school_days(start, period.school_days)
    elif period.closed_hours is not None and calendar.is_closed(start):
        due_at = start.astimezone(UTC) + timedelta(hours=period.closed_hours)
    else:
        due_at = start.astimezone(UTC) + (period.elapsed or timedelta(0))
    if facts is not None and kind in BEFORE_DECISION:
        return cap_before_decision(facts, start.astimezone(UTC), due_at)
    return due_at


def full_period(policy: Policy, kind: str) -> timedelta | None:
    """The whole period of a kind of duty by the clock; None for school days and for other kinds."""
    try:
        return policy.timescales.of(kind).elapsed
    except KeyError:
        return None


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
