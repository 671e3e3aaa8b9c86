"""The people of a school, to choose from on an incident's pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.rules import owners
from tenants.roles import TITLES, Role

if TYPE_CHECKING:
    from portal.web.visiting import Case

_NEVER = frozenset({Role.ADMINISTRATOR, Role.OVERSEER})


def to_choose(case: Case) -> dict[str, str]:
    """Person id → name and role, each person once; nobody whom the incident concerns."""
    hidden = owners.concerned(case.roster, case.facts)
    found: dict[str, str] = {}
    for holder in sorted(case.roster.holders, key=lambda one: one.name):
        if holder.role not in _NEVER and holder.person_id not in hidden:
            found.setdefault(str(holder.person_id), f"{holder.name}, {TITLES[holder.role]}")
    return found
