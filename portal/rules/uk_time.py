"""Dates and times as people read them: UK time, weekday, plain words."""

from __future__ import annotations

from datetime import date, datetime

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
