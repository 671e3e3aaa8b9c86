"""Instants and periods in words, in UK time. Every time that a page shows is worded here.

All instants are UTC-aware; `now` is always a parameter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from tenants.calendar import UK

SOON = timedelta(hours=24)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
HOURS_UNTIL = timedelta(hours=72)
"""Up to here the long form counts hours, as the law does; beyond it, days."""
DAYS_FROM = timedelta(days=14)
"""From here on nobody counts the hours of a day."""


class Urgency(StrEnum):
    """How a due time stands. The value is also the CSS class's ending."""

    ON_TIME = "on-time"
    SOON = "soon"
    LATE = "late"
    DONE = "done"

    @property
    def words(self) -> str:
        """What the colour means: no colour without words."""
        return _URGENCY_WORDS[self]


_URGENCY_WORDS = {
    Urgency.ON_TIME: "On time",
    Urgency.SOON: "Due soon",
    Urgency.LATE: "Late",
    Urgency.DONE: "Done",
}


def urgency(due_at: datetime, now: datetime) -> Urgency:
    """Late from the due instant on; soon within 24 hours of it."""
    if now >= due_at:
        return Urgency.LATE
    return Urgency.SOON if due_at - now <= SOON else Urgency.ON_TIME


def uk(at: datetime) -> datetime:
    """The instant on a clock in the UK; refuses a time without a zone."""
    if at.tzinfo is None:
        msg = "an instant needs a zone"
        raise ValueError(msg)
    return at.astimezone(UK)


def zone(at: datetime) -> str:
    """'BST' or 'GMT'."""
    return uk(at).tzname() or ""


def zones_differ(*instants: datetime) -> bool:
    """Whether the clocks change between them: then a time needs its zone."""
    return len({uk(at).utcoffset() for at in instants}) > 1


def clock_time(at: datetime) -> str:
    """'4:10pm', '9am', 'midday', 'midnight'."""
    local = uk(at)
    if local.minute == 0 and local.hour in (0, 12):
        return "midday" if local.hour else "midnight"
    half = "am" if local.hour < 12 else "pm"  # noqa: PLR2004 (noon)
    hour = local.hour % 12 or 12
    return f"{hour}:{local.minute:02}{half}" if local.minute else f"{hour}{half}"


def day(on: date) -> str:
    """'Friday 23 October 2026'."""
    return f"{on:%A} {on.day} {on:%B %Y}"


def full(at: datetime, *, with_zone: bool = False) -> str:
    """'Friday 23 October 2026, 4:10pm', with ' (BST)' when asked."""
    return f"{day(uk(at).date())}, {clock_time(at)}{_zone(at, wanted=with_zone)}"


def full_end(at: datetime) -> str:
    """An end as `full`, but midnight as what it ends: 'the end of Friday 23 October 2026'."""
    return f"the end of {day(uk(at - MINUTE).date())}" if _is_midnight(at) else full(at)


def brief(at: datetime, now: datetime | None = None, *, with_zone: bool = False) -> str:
    """'Fri 23 Oct, 4:10pm'; the year too when it is not the year of `now`."""
    local = uk(at)
    year = f" {local.year}" if now and uk(now).year != local.year else ""
    return f"{local:%a} {local.day} {local:%b}{year}, {clock_time(at)}{_zone(at, wanted=with_zone)}"


def by(due_at: datetime, now: datetime) -> str:
    """A due time as `brief`, but midnight as what it ends: 'Sun 6 Dec, end of the day'.

    With the zone if the clocks change between now and then.
    """
    local, change = uk(due_at), zones_differ(due_at, now)
    if not _is_midnight(due_at):
        return brief(due_at, now, with_zone=change)
    last_day = brief(due_at - DAY, now).partition(",")[0]
    return f"{last_day}, end of the day{_zone(local, wanted=change)}"


def near(at: datetime, now: datetime) -> str:
    """A due time: '6:52pm today', '9am tomorrow', 'the end of today', else as `by`.

    With the zone if the clocks change till then.
    """
    change = zones_differ(at, now)
    if _is_midnight(at):
        ends = (uk(at).date() - uk(now).date()).days - 1
        return {0: "the end of today", 1: "the end of tomorrow"}.get(ends) or by(at, now)
    days = (uk(at).date() - uk(now).date()).days
    names = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    if days in names:
        return f"{clock_time(at)}{_zone(at, wanted=change)} {names[days]}"
    return by(at, now)


def left(due_at: datetime, now: datetime) -> str:
    """'31 hours 20 minutes left', '4 days left', '3 hours late'."""
    late = now >= due_at
    span = abs(due_at - now)
    words = " ".join(_long(span)) or "less than a minute"
    return f"{words} {'late' if late else 'left'}"


def left_brief(due_at: datetime, now: datetime) -> str:
    """For narrow columns: '5 h 10 min', '20 h', '3 days', '2 h late'."""
    late = now >= due_at
    span = abs(due_at - now)
    if span >= 2 * DAY:
        words = f"{span // DAY} days"
    elif span >= 12 * HOUR or (late and span >= HOUR):
        words = f"{span // HOUR} h"
    else:
        hours, minutes = span // HOUR, (span % HOUR) // MINUTE
        words = " ".join(
            part for part in (f"{hours} h" * bool(hours), f"{minutes} min" * bool(minutes)) if part
        )
    return f"{words or 'under 1 min'}{' late' * late}"


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a time, in words that a browser may go on counting."""

    words: str
    due_at: datetime
    now: datetime
    brief: bool = False
    """Worded as `left_brief`, else as `left`."""

    def __str__(self) -> str:
        return self.words


def counting(due_at: datetime, now: datetime, *, brief: bool = False) -> Left:
    """What is left as `left` or `left_brief` words it, to be counted on."""
    words = left_brief(due_at, now) if brief else left(due_at, now)
    return Left(words, due_at, now, brief)


def elapsed(span: timedelta) -> str:
    """'41 hours 5 minutes', 'less than a minute'."""
    return " ".join(_long(span)) or "less than a minute"


def counted(number: int, one: str, many: str = "") -> str:
    """'1 hour', '1,204 pupils'."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _long(span: timedelta) -> list[str]:
    """Two units at most, whole, rounded down: what is left is never overstated."""
    if span >= DAYS_FROM:
        units: tuple[tuple[int, str], ...] = ((span // DAY, "day"),)
    elif span > HOURS_UNTIL:
        units = ((span // DAY, "day"), ((span % DAY) // HOUR, "hour"))
    else:
        units = ((span // HOUR, "hour"), ((span % HOUR) // MINUTE, "minute"))
    return [counted(number, unit) for number, unit in units if number]


def _is_midnight(at: datetime) -> bool:
    local = uk(at)
    return (local.hour, local.minute, local.second) == (0, 0, 0)


def _zone(at: datetime, *, wanted: bool) -> str:
    return f" ({zone(at)})" if wanted else ""
