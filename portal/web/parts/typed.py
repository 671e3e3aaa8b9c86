"""What somebody typed, turned into what we keep: text, dates and times of the UK."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time
from uuid import UUID

from tenants.calendar import UK, YEARS

_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_TIME = re.compile(r"(\d{1,2})(?:[:.h ]?(\d{2}))?\s*([ap])?\.?(?:m\.?)?", re.IGNORECASE)
_NAMED_TIMES = {"midday": time(12), "noon": time(12), "midnight": time(0)}
_SENT_ALONG = re.compile(r"[0-9]{1,9}")
_KEPT_CONTROLS = "\n\t"
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Of direction: embeddings, overrides, isolates and their ends. Joiners stay: scripts need them."""


class Mistyped(ValueError):
    """`str()` is the sentence to show beside the field; it never repeats what was typed."""


def clean(text: str | None) -> str:
    """Trimmed, normalised text with plain line ends, and nothing that is no character: no control,
    and no turn of direction, by which a name would turn round what stands after it.
    """
    plain = (text or "").replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(
        character
        for character in plain
        if character in _KEPT_CONTROLS
        or (character not in _TURNS and unicodedata.category(character) not in {"Cc", "Cs"})
    )
    return unicodedata.normalize("NFC", kept).strip()


def parse_day(day: str, month: str, year: str) -> date | None:
    """The date, or None when all three are empty; the month may be a name."""
    parts = {"a day": day.strip(), "a month": month.strip(), "a year": year.strip()}
    if not any(parts.values()):
        return None
    missing = [name for name, text in parts.items() if not text]
    if missing:
        raise Mistyped(f"The date must include {' and '.join(missing)}")
    if len(parts["a year"]) != 4:  # noqa: PLR2004 (digits)
        raise Mistyped("The year must have 4 numbers, like 2026")
    try:
        found = date(int(parts["a year"]), _month(parts["a month"]), int(parts["a day"]))
    except ValueError:
        raise Mistyped("Enter a real date, like 23 10 2026") from None
    if found.year not in YEARS:
        raise Mistyped(f"Enter a year from {YEARS[0]} to {YEARS[-1]}")
    return found


def parse_time(text: str) -> time | None:
    """'4:10pm', '16:10', '4.10 pm', '4pm', '1610', 'midday'; None when empty."""
    plain = text.strip().lower()
    if not plain:
        return None
    if plain in _NAMED_TIMES:
        return _NAMED_TIMES[plain]
    found = _TIME.fullmatch(plain)
    if found:
        hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
        bare_hour = found[2] is None and half is None
        on_twelve_hours = 1 <= hour <= 12  # noqa: PLR2004 (the clock's face)
        if not bare_hour and (half is None or on_twelve_hours):
            hour = hour if half is None else hour % 12 + (12 if half == "p" else 0)
            if hour < 24 and minute < 60:  # noqa: PLR2004 (the clock's face)
                return time(hour, minute)
    raise Mistyped("Enter a real time, like 4:10pm or 16:10")


def instant(on: date, at: time, *, second_time: bool | None = None) -> datetime:
    """That UK time as an instant in UTC.

    In the hour that comes twice when the clocks go back, `second_time` says which is meant; None
    is refused there, and ignored at any other time.
    """
    first, second = _both(on, at)
    if first == second:
        return first
    if not comes_twice(on, at):
        raise Mistyped(
            "That time did not exist: the clocks went forward that night, from 1am to 2am. "
            "Enter the time as it was after the change"
        )
    if second_time is None:
        raise Mistyped(
            "The clocks went back that night, so this time came twice. Choose which one it was"
        )
    return second if second_time else first


def comes_twice(on: date, at: time) -> bool:
    """Whether the clocks went back over that time."""
    first, second = _both(on, at)
    return first < second


def start_of_day(on: date) -> datetime:
    """Where only a day is known: its start in the UK, as an instant in UTC."""
    return datetime.combine(on, time(0), tzinfo=UK).astimezone(UTC)


def _both(on: date, at: time) -> tuple[datetime, datetime]:
    """Before and after a change of the clocks: the same but in a changed hour."""
    local = datetime.combine(on, at, tzinfo=UK)
    return local.astimezone(UTC), local.replace(fold=1).astimezone(UTC)


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    found = [number for number, name in enumerate(_MONTHS, 1) if name.startswith(text.lower())]
    if len(found) != 1:
        raise ValueError
    return found[0]


def sent_along(text: str | None, damaged: int) -> int:
    """The number that a page of ours sent along, or `damaged` where it is none."""
    found = _SENT_ALONG.fullmatch(text or "")
    return int(found[0]) if found else damaged


def sent_id(text: str | None) -> UUID | None:
    """The id that an address of ours carries; None where it carries none, or a damaged one."""
    try:
        return UUID(text or "")
    except ValueError:
        return None
