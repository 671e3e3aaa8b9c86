"""Times by which somebody is asked for something: ahead, and not with a mistyped year."""

from __future__ import annotations

from datetime import datetime, timedelta

from portal.errors import Refused

LONGEST_AHEAD = timedelta(days=366)


def check_ahead(at: datetime, now: datetime, past: str, *, field: str) -> None:
    """Refuse a time that is over, in the words of `past`, or that nobody would wait for."""
    if at <= now:
        raise Refused(past, field=field)
    if at > now + LONGEST_AHEAD:
        raise Refused("That is more than a year away. Check the year", field=field)
