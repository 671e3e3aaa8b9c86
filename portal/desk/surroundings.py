"""What surrounds an incident when something is decided about it: policy, calendar, people."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from portal.rules.duties import owed
from portal.rules.in_charge import owners
from portal.rules.outcome import Actor
from portal.store.school import leavers, schools

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.rules.facts import Facts
    from portal.rules.in_charge.roster import Roster
    from tenants.calendar import Calendar
    from tenants.db import Scope
    from tenants.policy.schema import Policy
    from tenants.roles import Role


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The policy of the incident's version; people and calendar of today."""

    policy: Policy
    calendar: Calendar
    roster: Roster


def surroundings(
    session: Session, scope: Scope, school_id: UUID, adoption_id: UUID, now: datetime
) -> Surroundings:
    """Read what a decision or a duty depends on beside the facts."""
    today = schools.roster(scope, school_id, now).within(session)
    names = leavers.names(scope, now)
    return Surroundings(
        policy=schools.policy(session, scope, school_id, adoption_id),
        calendar=schools.calendar(session, scope, school_id),
        roster=leavers.with_leavers(today, partial(names.within, session)),
    )


def actor(person_id: UUID | None, around: Surroundings, facts: Facts, now: datetime) -> Actor:
    """The person with the roles they hold or stand in for in this incident now."""
    if person_id is None:
        return Actor(None)
    roles, standing_in = owners.roles_of(person_id, around.roster, facts, around.policy, now)
    # of a report that is only being made nobody owes anything yet
    owes = roles and facts.reference
    asked = _asked_as(person_id, roles, around, facts, now) if owes else frozenset()
    return Actor(person_id, roles | asked, standing_in | asked)


def _asked_as(
    person_id: UUID, roles: frozenset[Role], around: Surroundings, facts: Facts, now: datetime
) -> frozenset[Role]:
    """The roles in which somebody owes what they do not hold: whoever owes a duty may meet it.

    As where somebody else looks at the work of the Headteacher, who is there. What is one person's
    own, as a question put to them, gives them no role: its action lets them answer as who they are.
    """
    return frozenset(
        duty.role
        for duty in owed(facts, around.policy, around.calendar, now)
        if duty.met_at is None
        and duty.person != person_id
        and duty.role not in roles
        and any(
            one.person_id == person_id
            for one in owners.owner_of(duty, around.roster, facts, around.policy, now).people
        )
    )
