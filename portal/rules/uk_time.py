"""Dates and times as people read them: UK time, weekday, plain words."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from tenants.calendar import UK


def day(on: date) -> str:
    """'Friday 23 October 2026'; an instant is turned into its UK day."""
    if isinstance(on, datetime):
        on = on.astimezone(UK).date()
    return f"{on:%A} {on.day} {on:%B %Y}"


def day_and_time(at: datetime) -> str:
    """'Friday 23 October 2026, 4:10pm' in UK time; raises ValueError for a naive instant."""
    if at.tzinfo is None:
        msg = "an instant needs its time zone"
        raise ValueError(msg)
    there = at.astimezone(UK)
    return f"{day(there.date())}, {there.hour % 12 or 12}:{there:%M}{there:%p}".replace(
        "AM", "am"
    ).replace("PM", "pm")


def day_or_time(at: datetime) -> str:
    """As `day_and_time`, but what is known as a day alone, kept as its start, as that day."""
    there = at.astimezone(UK)
    return day(there.date()) if there.time() == time() else day_and_time(at)


def due(at: datetime) -> str:
    """As `day_and_time`, but midnight as what it ends: 'the end of Friday 23 October 2026'."""
    there = at.astimezone(UK)
    is_midnight = (there.hour, there.minute, there.second) == (0, 0, 0)
    return f"the end of {day(at - timedelta(minutes=1))}" if is_midnight else day_and_time(at)


def morning(on: date) -> datetime:
    """The instant in UTC of nine in the morning of a day in the UK, when a school can be asked."""
    return datetime.combine(on, time(9), UK).astimezone(UTC)


def start_of_day(on: date) -> datetime:
    """The instant in UTC at which a day in the UK begins."""
    return datetime.combine(on, time.min, UK).astimezone(UTC)


def end_of_day(on: date) -> datetime:
    """The instant in UTC at which a day in the UK is over."""
    return start_of_day(on + timedelta(days=1))
