"""The people of a school on an incident's pages: to choose from, and whether anybody is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.rules.in_charge import owners
from portal.rules.in_charge.present import away_until
from portal.web.access import current_visit
from portal.web.parts.when import near
from tenants.roles import TITLES, Role
from tenants.roster import NO_END

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime
    from uuid import UUID

    from portal.rules.in_charge.roster import Holder
    from portal.web.visiting import Case

_NEVER = frozenset({Role.ADMINISTRATOR, Role.OVERSEER})


def to_choose(case: Case) -> dict[str, str]:
    """Person id → name and role, each person once; nobody whom the incident concerns."""
    hidden = owners.concerned(case.roster, case.facts)
    return listed(
        case,
        (
            one
            for one in case.roster.holders
            if one.role not in _NEVER and one.person_id not in hidden
        ),
    )


def listed(case: Case, holders: Iterable[Holder]) -> dict[str, str]:
    """Person id → 'Ellie Farrow, Member of staff (away until the end of today)', by name."""
    now = current_visit().now
    found: dict[str, str] = {}
    for one in sorted(holders, key=lambda each: each.name):
        until = away_until(one, case.roster, now)
        back = f" until {near(until, now)}" if until and until < NO_END else ""
        away = f" (away{back})" if until else ""
        found.setdefault(str(one.person_id), f"{one.name}, {TITLES[one.role]}{away}")
    return found


def nobody_else(case: Case, role: Role, makers: Collection[UUID], now: datetime | None) -> bool:
    """Whether nobody but who made it could be found to look at it in this role."""
    assert now is not None  # noqa: S101 - the page gives it to the form
    owner = owners.owner(
        role, case.roster, case.facts, case.policy, now, not_these=frozenset(makers)
    )
    return owner.same_person
