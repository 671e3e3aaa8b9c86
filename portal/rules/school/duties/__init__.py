"""Duties of the school itself: who owes what, by when. One module for each topic.

A rule reads the school's facts, its policy and calendar and yields duties about no incident. Each
module lists its rules in `RULES`; they are found by themselves. A duty may stand in the list before
it opens: desks show it, and reminders begin, from then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

    from portal.rules.duties.duty import Duty
    from portal.rules.school.facts import SchoolFacts
    from tenants.calendar import Calendar
    from tenants.policy.schema import Policy

    SchoolRule = Callable[[SchoolFacts, Policy, Calendar, datetime], Iterator[Duty]]


OF_RECORDS: Final = frozenset({"erase_incidents"})


@cache
def rules() -> tuple[SchoolRule, ...]:
    """Every rule of every topic."""
    modules = (import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))
    return tuple(rule for module in modules for rule in getattr(module, "RULES", ()))


def owed_by_school(
    facts: SchoolFacts, policy: Policy, calendar: Calendar, now: datetime
) -> list[Duty]:
    """All duties of the school, open and met; what is not in the list (any more) has lapsed.

    A school that has closed owes only what its records ask for.
    """
    duties = (duty for rule in rules() for duty in rule(facts, policy, calendar, now))
    return [duty for duty in duties if not facts.has_closed or duty.kind in OF_RECORDS]
