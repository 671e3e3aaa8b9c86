"""Who decides instead while somebody is away, or once they have left: asked before it is saved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from portal.rules.in_charge.owners import Owner, owner
from portal.rules.in_charge.roster import Away, Roster
from tenants.policy.schema import Policy
from tenants.roles import Role

DECIDES = (
    Role.HEAD,
    Role.DEPUTY_HEAD,
    Role.SLT,
    Role.DPO,
    Role.DEPUTY_DPO,
    Role.INFORMATION_CHAMPION,
    Role.DSL,
    Role.DEPUTY_DSL,
    Role.IT_CONTACT,
    Role.HR_CONTACT,
    Role.CHAIR,
    Role.CHIEF_EXECUTIVE,
)
"""Roles in which somebody owes or decides something."""


@dataclass(frozen=True, slots=True)
class Instead:
    """Whoever decides in one role."""

    role: Role
    owner: Owner


def decides_instead(
    person_id: UUID,
    roster: Roster,
    policy: Policy,
    at: datetime,
    *,
    role: Role | None = None,
    stand_in: UUID | None = None,
) -> tuple[Instead, ...]:
    """For each role that the person holds (or `role` alone): who decides while they are away.

    `stand_in` is whom they name. In an incident that concerns one of these it is the next.
    """
    absence = Away(person_id, at, at + timedelta(seconds=1), role, stand_in)
    without = replace(roster, away=(*roster.away, absence))
    return tuple(_each(person_id, without, policy, at, role))


def decides_after(
    person_id: UUID, roster: Roster, policy: Policy, at: datetime
) -> tuple[Instead, ...]:
    """The same for somebody who has left."""
    left = tuple(one for one in roster.holders if one.person_id != person_id)
    held = [one.role for one in roster.holders if one.person_id == person_id]
    return tuple(
        Instead(each, owner(each, replace(roster, holders=left), None, policy, at))
        for each in DECIDES
        if each in held
    )


def _each(
    person_id: UUID, roster: Roster, policy: Policy, at: datetime, only: Role | None
) -> Iterator[Instead]:
    held = {one.role for one in roster.holders if one.person_id == person_id}
    for each in DECIDES:
        if each in held and only in {None, each}:
            yield Instead(each, owner(each, roster, None, policy, at))
