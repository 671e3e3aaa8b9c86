"""Which people owe what a role owes, and which roles a person holds: worked out when read.

Those in the role today, less who is away, whom it concerns, and who made what is looked at; else
the next who stands in. During a closure, whoever covers it stands in first for Headteacher and DPO
(DBRP-6.1). No duty is ever without an owner (DBRP-5.7). `facts` is None for what the school itself
owes, which is about no incident.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.rules.duties.duty import Duty
from portal.rules.facts import Facts
from portal.rules.in_charge.present import (
    Search,
    concerned,
    in_role,
    is_away,
    named_for,
    with_service,
)
from portal.rules.in_charge.roster import Holder, Roster, counted_as
from portal.rules.in_charge.stand_ins import Tier, tiers
from tenants.policy.schema import Policy
from tenants.roles import Role

__all__ = [
    "Owner",
    "concerned",
    "dpo_stand_in",
    "in_role",
    "is_away",
    "line",
    "owner",
    "owner_of",
    "roles_of",
    "with_service",
]

_LEADERSHIP = (
    Role.CHAIR,
    Role.CHIEF_EXECUTIVE,
    Role.HEAD,
    Role.DEPUTY_HEAD,
    Role.SLT,
    Role.DPO,
    Role.DEPUTY_DPO,
    Role.DSL,
    Role.DEPUTY_DSL,
)
_STOOD_IN_FOR = (
    Role.DPO,
    Role.HEAD,
    Role.DSL,
    Role.LEAD,
    Role.SLT,
    Role.CHAIR,
    Role.CHIEF_EXECUTIVE,
    Role.IT_CONTACT,
    Role.HR_CONTACT,
)
"""Roles in which something is owed or decided, so that somebody acts with them."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Who owes it now. `people` is empty only where everybody at the school is concerned."""

    role_held: Role
    people: tuple[Holder, ...]
    standing_in_for: Role | None = None
    conflict: bool = False
    """Acts as DPO while deciding for the school: UK GDPR Article 38(6)."""
    last_resort: bool = False
    """Nobody else could be found: DPO and overseer are alerted."""
    same_person: bool = False
    """Made what is looked at; a second signature by DPO or chair is owed."""


def line(
    role: Role,
    roster: Roster,
    facts: Facts | None,
    policy: Policy,
    now: datetime,
    *,
    not_these: frozenset[UUID] = frozenset(),
) -> tuple[Owner, ...]:
    """Whoever owes it now, then those who would stand in, in order. Each person once; never empty.

    `not_these` made what is looked at.
    """
    search = Search(roster, facts, now, not_these)
    asked = tiers(role, facts, policy, now, roster.dpo_since)
    return tuple(_ask(role, asked, search)) or (_whoever_is_left(role, asked, search),)


def owner(
    role: Role,
    roster: Roster,
    facts: Facts | None,
    policy: Policy,
    now: datetime,
    *,
    not_these: frozenset[UUID] = frozenset(),
) -> Owner:
    """Who owes now what `role` owes."""
    search = Search(roster, facts, now, not_these)
    asked = tiers(role, facts, policy, now, roster.dpo_since)
    return next(_ask(role, asked, search), None) or _whoever_is_left(role, asked, search)


def owner_of(
    duty: Duty, roster: Roster, facts: Facts | None, policy: Policy, now: datetime
) -> Owner:
    """Who owes this duty now: its own person while they are here, else its role."""
    hidden = concerned(roster, facts)
    for holder in roster.holders:
        if (
            holder.person_id == duty.person
            and holder.person_id not in hidden | duty.looks_at_work_of
            and not is_away(holder, holder.role, roster, now)
        ):
            return Owner(role_held=holder.role, people=(holder,))
    return owner(duty.role, roster, facts, policy, now, not_these=duty.looks_at_work_of)


def roles_of(
    person_id: UUID, roster: Roster, facts: Facts, policy: Policy, now: datetime
) -> tuple[frozenset[Role], frozenset[Role]]:
    """The roles with which a person may act on this incident, and those held only as stand-in.

    Somebody away keeps their roles: an absence moves what is owed, it takes no right away. Persons
    concerned have none.
    """
    if person_id in concerned(roster, facts):
        return frozenset(), frozenset()
    held = {
        role
        for holder in roster.holders
        if holder.person_id == person_id
        for role in counted_as(holder.role)
    }
    held |= {
        role
        for role, person in (
            (Role.LEAD, facts.lead),
            (Role.REPORTER, facts.intake.reporter.person_id),
        )
        if person == person_id
    }
    standing_in: set[Role] = set()
    for role in _STOOD_IN_FOR:
        if role in held:
            continue
        if person_id in named_for(role, roster, facts, now):
            standing_in.add(role)
            continue
        now_owing = owner(role, roster, facts, policy, now)
        if any(one.person_id == person_id for one in now_owing.people):
            (standing_in if now_owing.standing_in_for else held).add(role)
    return frozenset(held | standing_in), frozenset(standing_in)


def _ask(role: Role, asked: Iterable[Tier], search: Search) -> Iterator[Owner]:
    """The tiers in which somebody is found, each person in the first that finds them."""
    already: set[UUID] = set()
    for tier, found in _found(role, asked, search):
        people = tuple(one for one in found.values() if one.person_id not in already)
        if people:
            already |= found.keys()
            yield _owner(role, tier, people)


def _found(
    role: Role, asked: Iterable[Tier], search: Search
) -> Iterator[tuple[Tier, dict[UUID, Holder]]]:
    """Each tier with its people; whoever is named to stand in comes before the others who do."""
    cover = search.cover(role)
    for tier in asked:
        if cover and tier.held is not role:
            one = next(iter(cover.values()))
            yield Tier(one.role), cover
            cover = {}
        yield tier, search.people(tier.held)


def _whoever_is_left(role: Role, asked: tuple[Tier, ...], search: Search) -> Owner:
    """Somebody whom it does not concern, marked as the last resort.

    A leader who is here; else the same person who made it; else one who is away; else anybody.
    """
    leaders = (*(tier.held for tier in asked), *_LEADERSHIP)
    for roles, makers_too, away_too in (
        (leaders, False, False),
        (leaders, True, False),
        (leaders, True, True),
        (tuple(Role), True, True),
    ):
        for held in roles:
            found = search.people(held, makers_too=makers_too, away_too=away_too)
            if found:
                made_it = not found.keys().isdisjoint(search.not_these)
                return _owner(
                    role, Tier(held, last_resort=True), tuple(found.values()), made_it=made_it
                )
    return Owner(role_held=role, people=(), last_resort=True)


def _owner(role: Role, tier: Tier, people: tuple[Holder, ...], *, made_it: bool = False) -> Owner:
    stands_in = tier.stands_in and tier.held is not role
    return Owner(
        role_held=tier.held,
        people=people,
        standing_in_for=role if stands_in else None,
        conflict=stands_in and role is Role.DPO and tier.held is not Role.DEPUTY_DPO,
        last_resort=tier.last_resort,
        same_person=made_it,
    )


def dpo_stand_in(
    roster: Roster, facts: Facts | None, policy: Policy, now: datetime
) -> Holder | None:
    """Who answers for the DPO while they are away; nobody while a DPO is here, or nobody is left.

    Never somebody whom the incident concerns.
    """
    officers = [one for one in roster.holders if one.role is Role.DPO]
    if not officers or not all(is_away(one, Role.DPO, roster, now) for one in officers):
        return None
    found = owner(Role.DPO, roster, facts, policy, now)
    stands_in = found.standing_in_for is Role.DPO and not found.last_resort
    return found.people[0] if stands_in and found.people else None
