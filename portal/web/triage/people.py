"""Whom a page of triage offers to choose: id → 'Ellie Farrow, Member of staff', by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.rules import owners
from portal.rules.responsibilities import markers_of_others
from tenants.roles import TITLES, Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portal.rules.roster import Holder
    from portal.web.visiting import Case

NO_OFFICERS = frozenset({Role.ADMINISTRATOR, Role.OVERSEER})
"""Roles that come near no incident."""


def officers(case: Case) -> dict[str, str]:
    """Who at the school may be given an investigation: nobody whom it concerns."""
    hidden = owners.concerned(case.roster, case.facts)
    return _listed(
        one
        for one in case.roster.holders
        if one.person_id not in hidden and not one.organisation and one.role not in NO_OFFICERS
    )


def unmarked(case: Case) -> dict[str, str]:
    """Everybody near the school whom this person may mark as concerned."""
    hidden = owners.concerned(case.roster, case.facts)
    anybody = case.actor.roles & markers_of_others(case.policy, case.facts)
    return _listed(
        one
        for one in case.roster.holders
        if one.person_id not in hidden
        and one.role is not Role.OVERSEER
        and (anybody or one.person_id == case.actor.person_id)
    )


def marked(case: Case) -> dict[str, str]:
    """Everybody who is marked."""
    known = [one for one in case.roster.holders if one.person_id in case.facts.concerned]
    gone = case.facts.concerned - {one.person_id for one in known}
    return _listed(known) | {str(each): "Somebody who has left" for each in gone}


def _listed(holders: Iterable[Holder]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in sorted(holders, key=lambda each: each.name):
        found.setdefault(str(one.person_id), f"{one.name}, {TITLES[one.role]}")
    return found
