"""A school's year out of what people have: the dates of its terms, or a calendar file. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Final

from icalendar import Calendar as File

LONGEST: Final = 400_000
"""Characters of a file that are read at the most."""
_DAY: Final = timedelta(days=1)
_CLOSED: Final = re.compile(
    r"holiday|half.?term|break|closed|closure|inset|training day|vacation|christmas|easter|summer",
    re.IGNORECASE,
)
_OPEN: Final = re.compile(
    r"\b(starts?|begins?|opens?|returns?|reopens?|term dates?)\b", re.IGNORECASE
)
_SPLIT: Final = re.compile(r"\s+(?:to|until|till)\s+|\s*[–—]\s*|\s+-\s+", re.IGNORECASE)
_FORMATS: Final = ("%d %B %Y", "%d %b %Y", "%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d", "%d %m %Y")
_WEEKDAY: Final = re.compile(
    r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sun)(?:day)?,?\s+", re.IGNORECASE
)
_ORDINAL: Final = re.compile(r"(?<=\d)(st|nd|rd|th)\b", re.IGNORECASE)
_SHORT, _DECEMBER, _SUMMER, _SATURDAY = 9, 12, (7, 8), 5


class Unreadable(ValueError):
    """Says in a sentence what could not be read."""


@dataclass(frozen=True, slots=True)
class Found:
    """Days on which the school may be closed; both ends are closed days."""

    from_on: date
    until_on: date
    name: str
    uid: str | None = None
    """Its name in the file."""
    likely: bool = True
    """Whether its title says that the school is closed."""


def from_terms(text: str) -> tuple[Found, ...]:
    """The days between terms. One term or half term a line: first day 'to' last day.

    Raises Unreadable with the line that could not be read.
    """
    terms = sorted(_term(number, line) for number, line in _lines(text))
    found = []
    for (_, last), (first, _) in pairwise(terms):
        if first <= last:
            msg = f"Two terms overlap: one ends on {last:%-d %B %Y}, the next has begun by then."
            raise Unreadable(msg)
        if first - last > _DAY:
            days = last + _DAY, first - _DAY
            found.append(Found(*days, _name(*days)))
    if not found:
        raise Unreadable("Type at least two terms or half terms, so that there is a gap to close.")
    return tuple(one for one in found if not _is_weekend(one))


def from_file(content: bytes) -> tuple[Found, ...]:
    """The whole-day events of an .ics file, in order, with a guess which of them are closures.

    Raises Unreadable for what is no calendar.
    """
    try:
        calendar = File.from_ical(content[:LONGEST])
        events = list(calendar.walk("VEVENT"))
        found = {one.uid: one for event in events for one in _event(event)}
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError) as error:
        msg = "This is not a calendar file. Choose a file whose name ends in .ics."
        raise Unreadable(msg) from error
    if not found:
        raise Unreadable("There is no whole-day event in this file.")
    return tuple(sorted(found.values(), key=lambda one: (one.from_on, one.name)))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            yield number, _plain(line)


def _term(number: int, line: str) -> tuple[date, date]:
    parts = _SPLIT.split(line.partition(":")[2].strip() or line)
    try:
        first, last = map(_day, parts)
    except ValueError as error:
        example = "Write ‘2 September 2026 to 23 October 2026’."
        msg = f"Line {number} could not be read: ‘{line}’. {example}"
        raise Unreadable(msg) from error
    if last < first:
        raise Unreadable(f"Line {number} ends before it begins: ‘{line}’.")
    return first, last


def _day(text: str) -> date:
    plain = _ORDINAL.sub("", _WEEKDAY.sub("", text.strip()))
    for style in _FORMATS:
        try:
            return datetime.strptime(plain, style).date()  # noqa: DTZ007 - a day, no instant
        except ValueError:
            continue
    raise ValueError(text)


def _event(event: object) -> Iterator[Found]:
    """One whole-day event; in such a file the end is the day after."""
    assert hasattr(event, "get")  # noqa: S101 - as the library gives it
    start, end = event.get("DTSTART"), event.get("DTEND")
    if start is None or type(start.dt) is not date:  # a datetime is a date as well
        return
    first: date = start.dt
    last = first if end is None or type(end.dt) is not date else end.dt - _DAY
    name = _plain(str(event.get("SUMMARY", "")))[:100]
    uid = _plain(str(event.get("UID", ""))) or f"{first.isoformat()} {name}"
    likely = bool(_CLOSED.search(name)) and not _OPEN.search(name)
    yield Found(first, max(first, last), name, uid[:200], likely)


def _plain(text: str) -> str:
    """Without what cannot be stored, and a single space wherever there are several."""
    return " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())


def _name(first: date, last: date) -> str:
    if first.month == _DECEMBER or first.year < last.year:
        return "Christmas holiday"
    if first.month in _SUMMER:
        return "Summer holiday"
    return "Half term" if (last - first).days <= _SHORT else "Easter holiday"


def _is_weekend(found: Found) -> bool:
    days = (
        found.from_on + _DAY * number for number in range((found.until_on - found.from_on).days + 1)
    )
    return all(day.weekday() >= 5 for day in days)  # noqa: PLR2004 - Saturday and Sunday
