"""Times in words: UK time from UTC, zones where they matter, time left never overstated."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.rules import uk_time
from portal.web.parts import when
from portal.web.parts.when import Urgency

NOW = datetime(2026, 10, 23, 15, 10, tzinfo=UTC)  # a Friday, 4:10pm in summer time
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2026, 10, 23, 15, 10, tzinfo=UTC), "Friday 23 October 2026, 4:10pm"),
        (datetime(2026, 1, 5, 9, 0, tzinfo=UTC), "Monday 5 January 2026, 9am"),
        (datetime(2026, 7, 1, 11, 0, tzinfo=UTC), "Wednesday 1 July 2026, midday"),
        (datetime(2026, 6, 30, 23, 0, tzinfo=UTC), "Wednesday 1 July 2026, midnight"),
        (datetime(2026, 12, 1, 0, 5, tzinfo=UTC), "Tuesday 1 December 2026, 12:05am"),
        (datetime(2026, 12, 1, 12, 30, tzinfo=UTC), "Tuesday 1 December 2026, 12:30pm"),
    ],
)
def test_a_moment_is_told_in_uk_time(at: datetime, words: str) -> None:
    assert when.full(at) == words


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (NOW, "Friday 23 October 2026, 4:10pm"),
        (datetime(2026, 12, 7, tzinfo=UTC), "the end of Sunday 6 December 2026"),
        (datetime(2027, 6, 30, 23, tzinfo=UTC), "the end of Wednesday 30 June 2027"),
    ],
)
def test_mails_name_the_day_that_a_due_time_ends_as_pages_do(at: datetime, words: str) -> None:
    assert uk_time.due(at) == words == when.full_end(at)


def test_the_zone_is_told_when_asked() -> None:
    assert when.full(NOW, with_zone=True).endswith("4:10pm (BST)")
    assert when.full(NOW + 72 * HOUR, with_zone=True) == "Monday 26 October 2026, 3:10pm (GMT)"


def test_the_zone_matters_only_across_a_change_of_the_clocks() -> None:
    assert when.zones_differ(NOW, NOW + 72 * HOUR)
    assert not when.zones_differ(NOW, NOW + HOUR)


def test_a_brief_time_has_the_weekday_and_another_year() -> None:
    assert when.brief(NOW, NOW) == "Fri 23 Oct, 4:10pm"
    assert when.brief(NOW + timedelta(days=100), NOW) == "Sun 31 Jan 2027, 3:10pm"


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (2.7, "6:52pm today"),
        (17, "9:10am tomorrow"),
        (-24, "4:10pm yesterday"),
        (46, "Sun 25 Oct, 1:10pm (GMT)"),
    ],
)
def test_a_near_time_is_told_by_the_day(hours: float, words: str) -> None:
    assert when.near(NOW + hours * HOUR, NOW) == words


def test_a_time_due_at_midnight_is_the_end_of_the_day_before() -> None:
    midnight = datetime(2026, 10, 23, 23, tzinfo=UTC)  # 0:00 on Saturday, in summer time
    assert when.near(midnight, NOW) == "the end of today"
    assert when.near(midnight + 24 * HOUR, NOW) == "the end of tomorrow"
    sunday = datetime(2026, 12, 7, tzinfo=UTC)
    assert when.by(sunday, sunday - 72 * HOUR) == "Sun 6 Dec, end of the day"
    assert when.by(NOW, NOW) == "Fri 23 Oct, 4:10pm"


@pytest.mark.parametrize(
    ("ahead", "words", "brief"),
    [
        (31 * HOUR + 20 * MINUTE, "31 hours 20 minutes left", "31 h"),
        (72 * HOUR, "72 hours left", "3 days"),
        (5 * HOUR + 10 * MINUTE, "5 hours 10 minutes left", "5 h 10 min"),
        (HOUR, "1 hour left", "1 h"),
        (MINUTE, "1 minute left", "1 min"),
        (timedelta(seconds=59), "less than a minute left", "under 1 min"),
        (100 * HOUR, "4 days 4 hours left", "4 days"),
        (340 * HOUR, "14 days left", "14 days"),
        (timedelta(0), "less than a minute late", "under 1 min late"),
        (-3 * HOUR, "3 hours late", "3 h late"),
        (-2 * HOUR - 10 * MINUTE, "2 hours 10 minutes late", "2 h late"),
        (-10 * MINUTE, "10 minutes late", "10 min late"),
    ],
)
def test_time_left_is_told_in_words(ahead: timedelta, words: str, brief: str) -> None:
    assert when.left(NOW + ahead, NOW) == words
    assert when.left_brief(NOW + ahead, NOW) == brief


def test_time_left_counts_hours_that_pass_not_hours_on_the_clock() -> None:
    midnight = datetime(2026, 10, 24, 23, 0, tzinfo=UTC)
    morning = datetime(2026, 10, 25, 9, 0, tzinfo=UTC)
    assert when.left(morning, midnight) == "10 hours left"  # 0:00 BST to 9:00 GMT


@pytest.mark.parametrize(
    ("ahead", "state"),
    [
        (24 * HOUR + MINUTE, Urgency.ON_TIME),
        (24 * HOUR, Urgency.SOON),
        (MINUTE, Urgency.SOON),
        (timedelta(0), Urgency.LATE),
    ],
)
def test_urgency_is_worded(ahead: timedelta, state: Urgency) -> None:
    assert when.urgency(NOW + ahead, NOW) is state
    assert state.words in {"On time", "Due soon", "Late"}


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        when.full(datetime(2026, 1, 1))  # noqa: DTZ001 (that is the point)


def test_days_and_counts() -> None:
    assert when.day(date(2026, 10, 3)) == "Saturday 3 October 2026"
    assert when.counted(1, "pupil") == "1 pupil"
    assert when.counted(1204, "child", "children") == "1,204 children"
