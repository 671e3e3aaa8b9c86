"""A report that was begun and left: when each step is due, and when it is forgotten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from portal.rules.reporting import begun
from portal.rules.reporting.begun import Step

SAVED = datetime(2026, 11, 16, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("taken", "after", "due"),
    [
        (0, timedelta(minutes=59), None),
        (0, timedelta(hours=1), Step.ASK_REPORTER),
        (1, timedelta(hours=1), None),
        (1, timedelta(hours=4), Step.TELL_CONTACTS),
        (2, timedelta(days=75), None),
        (2, timedelta(days=76), Step.WARN_REPORTER),
    ],
)
def test_when_each_step_is_due(taken: int, after: timedelta, due: Step | None) -> None:
    assert begun.step_due(taken, SAVED, None, SAVED + after) is due


def test_nothing_is_forgotten_within_two_weeks_of_the_warning_however_late_that_was() -> None:
    warned = SAVED + timedelta(days=200)
    for days, due in ((13, None), (14, Step.FORGET)):
        assert begun.step_due(3, SAVED, warned, warned + timedelta(days=days)) is due


def test_how_to_report_alone_is_no_beginning() -> None:
    assert not begun.is_begun({"how": {}})
    assert begun.is_begun({"how": {}, "what": {}})


def test_whom_it_concerns_counts_before_it_is_sent() -> None:
    assert begun.said_about({"what": {}}) == ()
    person = UUID(int=7)
    assert begun.said_about({"who": {"about": [str(person)]}}) == (person,)
