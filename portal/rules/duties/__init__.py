"""Duties: who owes what, by when, under which clause. One module for each family.

A rule reads facts, policy and calendar and yields `Duty` values; `owed` collects them all. Nothing
else in the product knows a deadline. Each module lists its rules in `RULES`.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from portal.rules.duties.asking import answer_question
from portal.rules.duties.ending import look_at_addition

if TYPE_CHECKING:
    from datetime import datetime

    from portal.rules.duties.duty import Duty, Rule
    from portal.rules.facts import Facts
    from tenants.calendar import Calendar
    from tenants.policy.schema import Policy


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule of every family."""
    modules = (import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))
    return tuple(rule for module in modules for rule in getattr(module, "RULES", ()))


def owed(facts: Facts, policy: Policy, calendar: Calendar, now: datetime) -> list[Duty]:
    """All duties of an incident, open and met; what is not in the list (any more) has lapsed.

    What was imported from before the portal owes nothing, unless it is opened again; what was
    erased owes nothing. What was joined to another owes nothing of its own, but what its reporters
    add is looked at, and what they are asked is answered there.
    """
    if facts.erased_at or (facts.imported is not None and not facts.reopenings):
        return []
    asked = (look_at_addition, answer_question) if facts.joined_to else rules()
    return [duty for rule in asked for duty in rule(facts, policy, calendar, now)]
