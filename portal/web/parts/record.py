"""The record of an incident in time order, and answers to check before sending."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.web.parts import when

PROMPT = timedelta(minutes=15)
"""Recorded this soon after it was done needs no mention."""


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class RecordEntry:
    """One entry; `lead` is set in bold before `text`."""

    time: str
    day: str
    """'Friday 23 October 2026', above the entries of one day."""
    clock: str
    """'4:52pm', with the zone where the clocks have changed since."""
    machine_time: str
    """ISO 8601 in UTC, for the `datetime` attribute."""
    lead: str
    text: str = ""
    by: str = ""
    cite: str = ""
    recorded: str = ""
    """'recorded Mon 26 Oct, 9:02am' when it was written down later than it was done."""
    links: tuple[Link, ...] = ()
    rests_on: tuple[str, ...] = ()
    """Names of the files and notes that it rests on."""
    kind: str = ""
    """'decision', 'message' or 'file', for the filters above the list."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A question and what was answered, with the way back to change it."""

    question: str
    answer: str
    change: str = ""
    about: str = ""
    """What the link changes, for those who hear links alone: 'when it happened'."""


def record_entry(
    *,
    done_at: datetime,
    lead: str,
    now: datetime,
    text: str = "",
    by: str = "",
    cite: str = "",
    recorded_at: datetime | None = None,
    links: tuple[Link, ...] = (),
    kind: str = "",
    rests_on: tuple[str, ...] = (),
) -> RecordEntry:
    """Word one entry, with 'done at' beside 'recorded at' where they differ."""
    late_note = recorded_at is not None and recorded_at - done_at > PROMPT
    zone = f" ({when.zone(done_at)})" if when.zones_differ(done_at, now) else ""
    return RecordEntry(
        time=when.brief(done_at, now) + zone,
        day=when.day(when.uk(done_at).date()),
        clock=when.clock_time(done_at) + zone,
        machine_time=done_at.isoformat(timespec="minutes"),
        lead=lead,
        text=text,
        by=by,
        cite=cite,
        recorded=f"recorded {when.brief(recorded_at, now)}" if late_note and recorded_at else "",
        links=links,
        kind=kind,
        rests_on=rests_on,
    )
