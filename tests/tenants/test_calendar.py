from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.calendar import UK, Calendar, Closure, Nation, uk_date

ENGLAND = Calendar(Nation.ENGLAND)
HALF_TERM = Closure(date(2026, 10, 26), date(2026, 10, 30), "Half term")


def uk(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UK).astimezone(UTC)  # type: ignore[arg-type, misc]  # parts of a date


@pytest.mark.parametrize(
    ("day", "open_"),
    [
        (date(2026, 11, 20), True),  # a Friday
        (date(2026, 11, 21), False),
        (date(2026, 11, 22), False),
        (date(2026, 11, 23), True),
        (date(2026, 12, 25), False),
        (date(2026, 12, 28), False),  # Boxing Day fell on a Saturday
        (date(2027, 1, 1), False),
        (date(2026, 4, 6), False),  # Easter Monday
    ],
)
def test_school_days_are_weekdays_without_bank_holidays(day: date, open_: bool) -> None:
    assert ENGLAND.is_school_day(day) is open_


@pytest.mark.parametrize(
    ("nation", "day"),
    [
        (Nation.SCOTLAND, date(2026, 11, 30)),
        (Nation.SCOTLAND, date(2026, 1, 2)),
        (Nation.NORTHERN_IRELAND, date(2026, 3, 17)),
    ],
)
def test_bank_holidays_are_those_of_the_nation(nation: Nation, day: date) -> None:
    assert not Calendar(nation).is_school_day(day)
    assert ENGLAND.is_school_day(day)


def test_easter_monday_is_a_school_day_in_scotland() -> None:
    assert Calendar(Nation.SCOTLAND).is_school_day(date(2026, 4, 6))


def test_a_closure_includes_both_its_ends() -> None:
    calendar = Calendar(Nation.ENGLAND, (HALF_TERM,))
    assert calendar.is_school_day(date(2026, 10, 23))
    assert not calendar.is_school_day(date(2026, 10, 26))
    assert not calendar.is_school_day(date(2026, 10, 30))
    assert calendar.is_school_day(date(2026, 11, 2))


def test_days_are_days_of_the_uk() -> None:
    # 23:30 UTC on Sunday is 00:30 on Monday in British Summer Time
    instant = datetime(2026, 6, 21, 23, 30, tzinfo=UTC)
    assert uk_date(instant) == date(2026, 6, 22)
    assert not ENGLAND.is_closed(instant)
    assert ENGLAND.is_closed(instant - timedelta(hours=1))


def test_friday_to_monday() -> None:
    assert ENGLAND.add_school_days(uk(2026, 11, 20, 16, 15), 1) == uk(2026, 11, 23, 16, 15)


def test_counting_starts_after_the_day_even_when_it_is_closed() -> None:
    assert ENGLAND.add_school_days(uk(2026, 11, 21, 12), 1) == uk(2026, 11, 23, 12)


def test_a_closure_is_skipped_and_the_clock_change_keeps_the_uk_time() -> None:
    # the clocks go back on Sunday 25 October 2026, inside the half-term break
    calendar = Calendar(Nation.ENGLAND, (HALF_TERM,))
    due = calendar.add_school_days(uk(2026, 10, 23, 9, 0), 1)
    assert due == uk(2026, 11, 2, 9, 0)
    assert due == datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def test_the_clocks_go_forward() -> None:
    # Friday 27 March 09:00 GMT; Monday 30 March 09:00 BST is 71 hours later
    start = uk(2026, 3, 27, 9)
    assert ENGLAND.add_school_days(start, 1) - start == timedelta(hours=71)


def test_backwards_for_what_is_owed_before_a_closure() -> None:
    assert ENGLAND.add_school_days(uk(2026, 11, 23, 9), -1) == uk(2026, 11, 20, 9)


def test_nothing_to_add_changes_nothing() -> None:
    instant = uk(2026, 11, 21, 3)
    assert ENGLAND.add_school_days(instant, 0) == instant


def test_the_next_closure() -> None:
    later = Closure(date(2026, 12, 21), date(2027, 1, 1), "Christmas")
    calendar = Calendar(Nation.ENGLAND, (later, HALF_TERM))
    assert calendar.next_closure(date(2026, 9, 1)) == HALF_TERM
    assert calendar.next_closure(date(2026, 10, 26)) == later
    assert calendar.next_closure(date(2026, 12, 25)) is None


def test_bad_input_fails_at_once() -> None:
    with pytest.raises(ValueError, match="time zone"):
        uk_date(datetime(2026, 11, 20))  # noqa: DTZ001 - naive, for Hypothesis or to be refused
    with pytest.raises(ValueError, match="time zone"):
        ENGLAND.add_school_days(datetime(2026, 11, 20), 1)  # noqa: DTZ001 - naive, for Hypothesis or to be refused
    with pytest.raises(ValueError, match="atlantis"):
        Calendar("atlantis")
    with pytest.raises(ValueError, match="ends on or after"):
        Closure(date(2026, 1, 2), date(2026, 1, 1))


@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - naive, for Hypothesis or to be refused
    st.integers(1, 30),
)
def test_a_due_time_is_a_school_day_at_the_same_uk_time(start: datetime, count: int) -> None:
    due = ENGLAND.add_school_days(start, count)
    assert ENGLAND.is_school_day(uk_date(due))
    assert due.astimezone(UK).time() == start.astimezone(UK).time()
    between = (uk_date(due) - uk_date(start)).days
    days = [uk_date(start) + timedelta(days=day) for day in range(1, between + 1)]
    assert sum(map(ENGLAND.is_school_day, days)) == count
