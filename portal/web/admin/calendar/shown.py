"""What the pages of the calendar say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from portal.rules.school.preparing import Preparation, still_to_do
from portal.web.parts.when import day
from tenants.calendar import bank_holidays

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from portal.rules.school.facts import ClosureAhead, SchoolFacts
    from tenants.calendar import Calendar

AHEAD = timedelta(days=370)
TASKS = {
    Preparation.COVER: (
        "Name who covers it",
        "Somebody who can be reached every day, and is alerted when something is reported.",
    ),
    Preparation.MAILBOX: (
        "Check that somebody looks into the data protection officer’s mailbox",
        "Its address is on your website and in your privacy notices.",
    ),
    Preparation.TEST_ALERT: (
        "Send a test alert",
        "Done when whoever covers the closure has opened its link.",
    ),
    Preparation.CONTACTS: (
        "Check the contacts",
        "Phone numbers of those in charge, IT support, insurer, police: within the month before.",
    ),
}


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do before a closure."""

    key: str
    title: str
    says: str
    done: bool


@dataclass(frozen=True, slots=True)
class ClosureLine:
    """A closure in the list."""

    id: UUID
    name: str
    days: str
    cover: str
    left: int
    """How many things are still to do before it."""


def closures(facts: SchoolFacts, names: Mapping[UUID, str]) -> tuple[ClosureLine, ...]:
    """The closures that are not over."""
    return tuple(
        ClosureLine(
            one.id,
            one.name or "Closed",
            days(one.from_on, one.until_on),
            _cover(one, names),
            len(still_to_do(one, facts)),
        )
        for one in facts.closures
    )


def _cover(closure: ClosureAhead, names: Mapping[UUID, str]) -> str:
    if closure.cover is None:
        return ""
    name = names.get(closure.cover)
    if name is None:
        return "Somebody who has left"
    return name if closure.covered else f"{name}, who is not here for all of it"


def tasks(closure: ClosureAhead, facts: SchoolFacts) -> tuple[Task, ...]:
    """What is to be done before it, done or not."""
    left = still_to_do(closure, facts)
    return tuple(
        Task(one.value, title, says, one not in left) for one, (title, says) in TASKS.items()
    )


def days(first: date, last: date) -> str:
    """'Monday 26 October 2026 to Friday 30 October 2026'."""
    return day(first) if first == last else f"{day(first)} to {day(last)}"


def coming_bank_holidays(calendar: Calendar, today: date) -> tuple[tuple[str, str], ...]:
    """(day, name) of the nation's bank holidays within a year."""
    found = bank_holidays(calendar.nation, today, today + AHEAD)
    return tuple((day(on), name) for on, name in found)
