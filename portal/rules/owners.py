"""Which people owe what a role owes, and which roles a person holds: worked out when read.

Those in the role today, less who is away, whom it concerns, and who made what is looked at; else
the next who stands in. No duty is ever without an owner (DBRP-5.7).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.rules.duties.duty import Duty
from portal.rules.facts import Facts
from portal.rules.roster import Holder, Roster
from portal.rules.stand_ins import Tier, tiers
from tenants.policy.schema import Policy
from tenants.roles import Role

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


def concerned(roster: Roster, facts: Facts) -> frozenset[UUID]:
    """Whom it concerns; when one of a DPO service is concerned, the whole service is."""
    marked = facts.concerned
    if not marked:
        return marked
    services = {holder.group for holder in roster.holders if holder.person_id in marked} - {None}
    return marked | {holder.person_id for holder in roster.holders if holder.group in services}


def with_service(roster: Roster, person_id: UUID) -> tuple[UUID, ...]:
    """A person to be marked as concerned, with all of their DPO service where they are of one."""
    groups = {one.group for one in roster.holders if one.person_id == person_id} - {None}
    others = (one.person_id for one in roster.holders if one.group in groups)
    return tuple(dict.fromkeys((person_id, *others)))


def in_role(role: Role, roster: Roster, facts: Facts) -> tuple[Holder, ...]:
    """Everybody in the role whom it does not concern, away or not."""
    hidden = concerned(roster, facts)
    here = tuple(holder for holder in roster.holders if holder.person_id not in hidden)
    match role:
        case Role.LEAD:
            return tuple(holder for holder in here if holder.person_id == facts.lead)
        case Role.REPORTER:
            reporter = facts.intake.reporter.person_id
            return tuple(holder for holder in here if holder.person_id == reporter)
        case _:
            return tuple(holder for holder in here if holder.role is role)


def is_away(holder: Holder, role: Role, roster: Roster, now: datetime) -> bool:
    """Whether the person is away now, from everything or from this role."""
    return any(
        away.person_id == holder.person_id
        and away.role in {None, role}
        and away.from_at <= now < away.until_at
        for away in roster.away
    )


def line(
    role: Role,
    roster: Roster,
    facts: Facts,
    policy: Policy,
    now: datetime,
    *,
    not_these: frozenset[UUID] = frozenset(),
) -> tuple[Owner, ...]:
    """Whoever owes it now, then those who would stand in, in order. Each person once; never empty.

    `not_these` made what is looked at.
    """
    search = _Search(roster, facts, now, not_these)
    asked = tiers(role, facts, policy, now)
    return tuple(_ask(role, asked, search)) or (_whoever_is_left(role, asked, search),)


def owner(
    role: Role,
    roster: Roster,
    facts: Facts,
    policy: Policy,
    now: datetime,
    *,
    not_these: frozenset[UUID] = frozenset(),
) -> Owner:
    """Who owes now what `role` owes."""
    search = _Search(roster, facts, now, not_these)
    asked = tiers(role, facts, policy, now)
    return next(_ask(role, asked, search), None) or _whoever_is_left(role, asked, search)


def owner_of(duty: Duty, roster: Roster, facts: Facts, policy: Policy, now: datetime) -> Owner:
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
    held = {holder.role for holder in roster.holders if holder.person_id == person_id}
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
        now_owing = owner(role, roster, facts, policy, now)
        if role not in held and any(one.person_id == person_id for one in now_owing.people):
            (standing_in if now_owing.standing_in_for else held).add(role)
    return frozenset(held | standing_in), frozenset(standing_in)


@dataclass(frozen=True, slots=True)
class _Search:
    """Finds the people of a role whom it does not concern."""

    roster: Roster
    facts: Facts
    now: datetime
    not_these: frozenset[UUID]

    def people(
        self, held: Role, *, makers_too: bool = False, away_too: bool = False
    ) -> dict[UUID, Holder]:
        return {
            one.person_id: one
            for one in in_role(held, self.roster, self.facts)
            if (makers_too or one.person_id not in self.not_these)
            and (away_too or not is_away(one, held, self.roster, self.now))
        }


def _ask(role: Role, asked: Iterable[Tier], search: _Search) -> Iterator[Owner]:
    """The tiers in which somebody is found, each person in the first that finds them."""
    already: set[UUID] = set()
    for tier in asked:
        found = search.people(tier.held)
        people = tuple(one for one in found.values() if one.person_id not in already)
        if people:
            already |= found.keys()
            yield _owner(role, tier, people)


def _whoever_is_left(role: Role, asked: tuple[Tier, ...], search: _Search) -> Owner:
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
