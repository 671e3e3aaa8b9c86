"""The people of a school on an incident's pages: to choose from, and whether anybody is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.rules import owners
from tenants.roles import TITLES, Role

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

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


def nobody_else(case: Case, role: Role, makers: Collection[UUID], now: datetime | None) -> bool:
    """Whether nobody but who made it could be found to look at it in this role."""
    assert now is not None  # noqa: S101 - the page gives it to the form
    owner = owners.owner(
        role, case.roster, case.facts, case.policy, now, not_these=frozenset(makers)
    )
    return owner.same_person
