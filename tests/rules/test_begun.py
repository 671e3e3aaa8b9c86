"""A report that was begun and left: one hour to its reporter, four to the first contacts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from portal.rules.reporting import begun

SAVED = datetime(2026, 11, 16, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("reminded", "after", "due"),
    [
        (0, timedelta(minutes=59), False),
        (0, timedelta(hours=1), True),
        (1, timedelta(hours=1), False),
        (1, timedelta(hours=4), True),
        (2, timedelta(days=9), False),
    ],
)
def test_when_each_reminder_is_due(reminded: int, after: timedelta, due: bool) -> None:
    assert begun.reminder_due(reminded, SAVED, SAVED + after) is due


def test_how_to_report_alone_is_no_beginning() -> None:
    assert not begun.is_begun({"how": {}})
    assert begun.is_begun({"how": {}, "what": {}})


def test_whom_it_concerns_counts_before_it_is_sent() -> None:
    assert begun.said_about({"what": {}}) == ()
    person = UUID(int=7)
    assert begun.said_about({"who": {"about": [str(person)]}}) == (person,)
