"""What people type: dates, times, the hour that never was and the hour that came twice."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.web.admin.calendar.forms import carried_back
from portal.web.parts import typed, when
from portal.web.parts.typed import Mistyped

BACK, FORWARD = date(2026, 10, 25), date(2026, 3, 29)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4:10pm", time(16, 10)),
        ("16:10", time(16, 10)),
        ("4.10 PM", time(16, 10)),
        ("4 pm", time(16)),
        ("4 p.m.", time(16)),
        ("1610", time(16, 10)),
        ("12am", time(0)),
        ("12:30pm", time(12, 30)),
        ("midday", time(12)),
        ("Midnight", time(0)),
        ("0:05", time(0, 5)),
        ("", None),
    ],
)
def test_times_are_understood_as_people_write_them(text: str, expected: time | None) -> None:
    assert typed.parse_time(text) == expected


@pytest.mark.parametrize("text", ["25:00", "4", "12:60", "13pm", "soon", "4:1", "0am"])
def test_other_times_are_refused(text: str) -> None:
    with pytest.raises(Mistyped, match="real time"):
        typed.parse_time(text)


def test_a_month_may_be_a_name() -> None:
    assert typed.parse_day("23", "Oct", "2026") == date(2026, 10, 23)
    assert typed.parse_day(" 23", "october", "2026") == date(2026, 10, 23)
    assert typed.parse_day("", " ", "") is None


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        (("", "10", "2026"), "must include a day"),
        (("23", "", ""), "a month and a year"),
        (("31", "2", "2026"), "real date"),
        (("23", "Octember", "2026"), "real date"),
        (("23", "Foo", "2026"), "real date"),
        (("23", "10", "26"), "4 numbers"),
        (("²", "10", "2026"), "real date"),
        (("23", "10", "9026"), "year from 1900 to 2099"),
        (("23", "10", "0026"), "year from 1900 to 2099"),
    ],
)
def test_other_dates_say_what_is_wrong(parts: tuple[str, str, str], sentence: str) -> None:
    with pytest.raises(Mistyped, match=sentence):
        typed.parse_day(*parts)


def test_uk_time_becomes_utc() -> None:
    assert typed.instant(date(2026, 7, 1), time(9)) == datetime(2026, 7, 1, 8, tzinfo=UTC)
    assert typed.start_of_day(date(2026, 7, 1)) == datetime(2026, 6, 30, 23, tzinfo=UTC)


def test_the_hour_that_comes_twice_must_be_chosen() -> None:
    with pytest.raises(Mistyped, match="came twice"):
        typed.instant(BACK, time(1, 30))
    first = typed.instant(BACK, time(1, 30), second_time=False)
    second = typed.instant(BACK, time(1, 30), second_time=True)
    assert (first.hour, second.hour) == (0, 1)


def test_the_hour_that_never_was_is_refused_with_a_sentence() -> None:
    with pytest.raises(Mistyped, match="did not exist"):
        typed.instant(FORWARD, time(1, 30))
    assert typed.instant(FORWARD, time(2)) == datetime(2026, 3, 29, 1, tzinfo=UTC)


@given(st.dates(date(2000, 1, 1), date(2037, 1, 1)), st.times(), st.booleans())
def test_every_time_that_exists_comes_back_as_it_was_typed(
    on: date, at: time, second_time: bool
) -> None:
    try:
        found = typed.instant(on, at, second_time=second_time)
    except Mistyped:
        return
    assert when.uk(found).replace(tzinfo=None) == datetime.combine(on, at)


def test_text_is_cleaned_of_what_nobody_typed() -> None:
    assert typed.clean("  a\r\nb\x00\x1b\u0085 ") == "a\nb"
    assert typed.clean("Zoe\u0308") == typed.clean("Zoe\u202e\u0308") == "Zo\u00eb"
    assert typed.clean("fdp.\u202eexe\u2066") == "fdp.exe"
    assert typed.clean("نمی\u200cدانم") == "نمی\u200cدانم"
    assert typed.clean(None) == ""


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert typed.clean(typed.clean(text)) == typed.clean(text)


@pytest.mark.parametrize("text", [None, "", "-1", "two", "²", "9" * 5000, "1\n"])
def test_a_number_that_somebody_damaged_is_none(text: str | None) -> None:
    assert typed.sent_along(text, damaged=-1) == -1
    assert typed.sent_along("214", damaged=-1) == 214


@pytest.mark.parametrize(
    "damaged",
    [
        "",
        "[[1]]",
        '[["2026-01-01", "2026-01-02", "", "\\u0000"]]',
        '[["2026-13-01", "", "", null]]',
        "[" * 100_000,
    ],
)
def test_days_that_come_back_damaged_are_none(damaged: str) -> None:
    assert carried_back(damaged) == []
