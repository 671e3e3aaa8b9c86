"""A school as the portal needs it: people of today, calendar, and the policy of an incident."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from portal.errors import NotFound
from portal.rules.roster import Away, Holder, Roster
from tenants import adoption, directory
from tenants.db import Scope, open_session
from tenants.models import Organisation
from tenants.policy.schema import Policy
from tenants.roles import Role

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from tenants.calendar import Calendar

IN_DANGER_RING = (Role.DSL, Role.DEPUTY_DSL, Role.HEAD)
"""Whom to ring when a child may be in danger, in this order."""

MOST_POLICIES = 4096
_policies: dict[tuple[UUID, UUID], Policy] = {}


@dataclass(frozen=True, slots=True)
class DangerContact:
    """Somebody to ring."""

    role: Role
    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class School:
    """A school with what every page of it shows."""

    id: UUID
    slug: str
    name: str
    accent: str
    address: str
    phone: str
    ico_registration: str
    dpo: directory.NamedDpo | None
    danger_contacts: tuple[DangerContact, ...]


def get_school(
    session: Session, scope: Scope, school_id: UUID, now: datetime, people: Roster
) -> School:
    """The school; `NotFound` outside the scope. `people` is its roster of today."""
    _within(scope, school_id)
    row = session.scalars(select(Organisation).where(Organisation.id == school_id)).one_or_none()
    if row is None:
        raise NotFound
    return School(
        id=school_id,
        slug=row.slug,
        name=row.name,
        accent=row.accent or "",
        address=row.address,
        phone=row.phone,
        ico_registration=row.ico_registration,
        dpo=directory.named_dpo(session, school_id, now),
        danger_contacts=tuple(
            DangerContact(role, held.name, held.phone)
            for role in IN_DANGER_RING
            for held in people.holders
            if held.role is role and held.phone
        ),
    )


def roster(session: Session, scope: Scope, school_id: UUID, now: datetime) -> Roster:
    """Who holds which role at the school now, and who is away."""
    _within(scope, school_id)
    people = directory.roster(session, school_id, now)
    return Roster(
        holders=tuple(
            Holder(
                person_id=held.person_id,
                role=held.role,
                name=held.name,
                email=held.email,
                phone=held.phone,
                organisation=held.organisation,
                group=held.group,
            )
            for held in people.holders
        ),
        away=tuple(Away(a.person_id, a.from_at, a.until_at, a.role) for a in people.away),
    )


def calendar(session: Session, scope: Scope, school_id: UUID) -> Calendar:
    """The school's days: term, closures, bank holidays of its nation."""
    _within(scope, school_id)
    return directory.calendar_of(session, school_id)


def policy(session: Session, scope: Scope, school_id: UUID, adoption_id: UUID) -> Policy:
    """The policy of one adoption. An adoption never changes, so it is kept in memory."""
    _within(scope, school_id)
    known = _policies.get((school_id, adoption_id))
    if known is None:
        known = adoption.policy_of(session, school_id, adoption_id)
        if len(_policies) >= MOST_POLICIES:
            _policies.clear()
        _policies[school_id, adoption_id] = known
    return known


def policy_today(
    session: Session, scope: Scope, school_id: UUID, now: datetime
) -> tuple[UUID, Policy] | None:
    """The adoption in force and its policy; None while the school has none."""
    _within(scope, school_id)
    found = adoption.id_in_force(session, school_id, now)
    return None if found is None else (found, policy(session, scope, school_id, found))


def policy_in_force(engine: Engine, slug: str, now: datetime) -> Policy:
    """The policy of the school at this address, for the command line. Raises `NotFound`."""
    school_id = directory.find_school(engine, slug)
    if school_id is None:
        raise NotFound
    scope = Scope.of(school_id)
    with open_session(engine, scope) as session:
        found = policy_today(session, scope, school_id, now)
    if found is None:
        raise NotFound
    return found[1]


def _within(scope: Scope, school_id: UUID) -> None:
    """The first guard of tenancy for what is read through the directory."""
    if school_id not in scope.schools:
        raise NotFound
