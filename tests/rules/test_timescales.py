from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from portal.rules.facts import Facts
from portal.rules.timescales import (
    BEFORE_DECISION,
    due,
    due_again,
    interim_report_due,
    outcome_report_due,
)
from tenants.calendar import UK, Calendar, Closure
from tenants.policy.answers import Severity
from tenants.policy.schema import Policy
from tenants.policy.timescales import DUTY_KINDS
from tenants.roles import Role

Make = Callable[..., Facts]
CALENDAR = Calendar("england", (Closure(date(2026, 12, 21), date(2027, 1, 1), "Christmas"),))
FRIDAY = datetime(2026, 12, 18, 16, 0, tzinfo=UTC)
SATURDAY = FRIDAY + timedelta(days=1)


def test_a_report_on_a_closed_day_may_wait_longer() -> None:
    assert due(Policy(), "look_at_report", FRIDAY, CALENDAR) == FRIDAY + timedelta(hours=2)
    assert due(Policy(), "look_at_report", SATURDAY, CALENDAR) == SATURDAY + timedelta(hours=12)


def test_hours_are_elapsed_and_school_days_are_not() -> None:
    before_clock_change = datetime(2026, 10, 24, 12, 0, tzinfo=UK)

    assert due(Policy(), "establish_breach", before_clock_change, CALENDAR) == datetime(
        2026, 10, 25, 11, 0, tzinfo=UTC
    )
    assert due(Policy(), "classify", FRIDAY, CALENDAR) == datetime(2027, 1, 4, 16, 0, tzinfo=UTC)


def test_nothing_before_the_decision_waits_for_the_end_of_the_holidays(make_facts: Make) -> None:
    facts = make_facts(reported_at=FRIDAY)

    assert due(Policy(), "classify", FRIDAY, CALENDAR, facts) == FRIDAY + timedelta(hours=24)
    assert due(Policy(), "assess_outcome", FRIDAY, CALENDAR, facts) > FRIDAY + timedelta(days=14)


def test_what_recurs_says_when_it_is_due_again() -> None:
    assert due_again(Policy(), "review_not_reporting", FRIDAY) == FRIDAY + timedelta(days=90)
    assert due_again(Policy(), "classify", FRIDAY) is None


@pytest.mark.clause("SIP-7")
def test_the_outcome_report_is_due_by_severity() -> None:
    critical = Severity(
        key="critical",
        title="Critical",
        test="Much.",
        leads=(Role.HEAD,),
        outcome_report_school_days=1,
        interim_hours=24,
    )
    policy = Policy(severity_ladder=(critical,))
    monday = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)

    assert outcome_report_due(policy, "critical", monday, CALENDAR) == monday + timedelta(days=1)
    assert outcome_report_due(policy, None, monday, CALENDAR) == monday + timedelta(days=14)
    assert interim_report_due(policy, "critical", monday) == monday + timedelta(hours=24)
    assert interim_report_due(policy, None, monday) is None


def test_every_kind_has_its_period_and_an_unknown_one_is_a_mistake(make_facts: Make) -> None:
    for kind in DUTY_KINDS:
        assert due(Policy(), kind, FRIDAY, CALENDAR, make_facts()) >= FRIDAY
    assert set(DUTY_KINDS) >= BEFORE_DECISION
    with pytest.raises(KeyError):
        due(Policy(), "no_such_duty", FRIDAY, CALENDAR)
