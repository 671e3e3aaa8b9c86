"""When a school is open: weekdays that are neither bank holidays nor days it has marked as closed.

Internal periods are counted in school days. The 72 hours to the regulator never are: nothing here
touches them (DBRP-6.1).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

import holidays

UK: Final = ZoneInfo("Europe/London")
YEARS: Final = range(1900, 2100)
"""Any other is mistyped; school days up to the year 9026 would be counted for a minute."""

_SATURDAY: Final = 5
_DAY: Final = timedelta(days=1)


class Nation(StrEnum):
    """Where a school lies: decides its bank holidays."""

    ENGLAND = "england"
    WALES = "wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern_ireland"


_SUBDIVISIONS: Final = {
    Nation.ENGLAND: "ENG",
    Nation.WALES: "WLS",
    Nation.SCOTLAND: "SCT",
    Nation.NORTHERN_IRELAND: "NIR",
}


def uk_date(instant: datetime) -> date:
    """The day in the UK at this instant. Raises ValueError for a naive datetime."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(UK).date()


def day_of(on: date) -> date:
    """A day as it is, or the day in the UK at an instant."""
    return uk_date(on) if isinstance(on, datetime) else on


@dataclass(frozen=True, slots=True)
class Closure:
    """Days on which a school is closed; both ends are closed days."""

    from_on: date
    until_on: date
    name: str = ""

    def __post_init__(self) -> None:
        if self.until_on < self.from_on:
            raise ValueError("a closure ends on or after the day it begins")

    def covers(self, day: date) -> bool:
        """Whether the school is closed on this day because of this closure."""
        return self.from_on <= day <= self.until_on


@dataclass(frozen=True, slots=True)
class Calendar:
    """The school days of one school."""

    nation: str = Nation.ENGLAND
    closures: tuple[Closure, ...] = ()

    def __post_init__(self) -> None:
        Nation(self.nation)  # an unknown nation fails here, not at the first bank holiday

    def is_school_day(self, day: date) -> bool:
        """Monday to Friday, no bank holiday of the nation, no closure."""
        return (
            day.weekday() < _SATURDAY
            and not any(closure.covers(day) for closure in self.closures)
            and day not in _bank_holidays(Nation(self.nation), day.year)
        )

    def is_closed(self, instant: datetime) -> bool:
        """Whether this instant falls on a day that is no school day in the UK."""
        return not self.is_school_day(uk_date(instant))

    def add_school_days(self, instant: datetime, count: int) -> datetime:
        """The same UK clock time `count` school days later (earlier when negative), in UTC.

        The day of `instant` is not counted, whether a school day or not: one school day after
        Saturday noon is Monday noon, and one after Monday noon is Tuesday noon.
        """
        day = uk_date(instant)
        step = _DAY if count >= 0 else -_DAY
        for _ in range(abs(count)):
            day += step
            while not self.is_school_day(day):
                day += step
        return datetime.combine(day, instant.astimezone(UK).time(), tzinfo=UK).astimezone(UTC)

    def next_closure(self, day: date) -> Closure | None:
        """The closure that begins first after this day."""
        coming = (closure for closure in self.closures if closure.from_on > day)
        return min(coming, key=lambda closure: closure.from_on, default=None)


def bank_holidays(nation: str, first: date, last: date) -> tuple[tuple[date, str], ...]:
    """(day, name) of the bank holidays of a nation between two days, both included."""
    found = [
        (day, name)
        for year in range(first.year, last.year + 1)
        for day, name in holidays.country_holidays(
            "GB", subdiv=_SUBDIVISIONS[Nation(nation)], years=year
        ).items()
        if first <= day <= last
    ]
    return tuple(sorted(found))


@cache
def _bank_holidays(nation: Nation, year: int) -> frozenset[date]:
    return frozenset(
        holidays.country_holidays("GB", subdiv=_SUBDIVISIONS[nation], years=year).keys()
    )
