"""Whom a page of triage offers to choose: id → 'Ellie Farrow, Member of staff', by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.rules.in_charge import owners
from portal.rules.responsibilities import markers_of_others
from portal.web.people import listed
from tenants.roles import Role

if TYPE_CHECKING:
    from portal.web.visiting import Case

NO_OFFICERS = frozenset({Role.ADMINISTRATOR, Role.OVERSEER})
"""Roles that come near no incident."""


def officers(case: Case) -> dict[str, str]:
    """Who at the school may be given an investigation: nobody whom it concerns."""
    hidden = owners.concerned(case.roster, case.facts)
    return listed(
        case,
        (
            one
            for one in case.roster.holders
            if one.person_id not in hidden and not one.organisation and one.role not in NO_OFFICERS
        ),
    )


def unmarked(case: Case) -> dict[str, str]:
    """Everybody near the school whom this person may mark as concerned."""
    hidden = owners.concerned(case.roster, case.facts)
    anybody = case.actor.roles & markers_of_others(case.policy, case.facts)
    return listed(
        case,
        (
            one
            for one in case.roster.holders
            if one.person_id not in hidden
            and one.role is not Role.OVERSEER
            and (anybody or one.person_id == case.actor.person_id)
        ),
    )


def marked(case: Case) -> dict[str, str]:
    """Everybody who is marked here: a mark of a linked incident is removed there."""
    known = [one for one in case.roster.holders if one.person_id in case.facts.concerned_here]
    gone = case.facts.concerned_here - {one.person_id for one in known}
    return listed(case, known) | {str(each): case.roster.named(each) for each in gone}
