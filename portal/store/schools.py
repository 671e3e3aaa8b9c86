"""A school as the portal needs it: people of today, calendar, and the policy of an incident."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import text

from portal.errors import NotFound
from portal.rules.roster import Away, Holder, Roster
from tenants import adoption, directory
from tenants.calendar import uk_date
from tenants.db import Scope, open_session
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
    adoption_id: UUID | None
    """The version of its policy in force today; None while it has none."""


def get_school(session: Session, scope: Scope, school_id: UUID, now: datetime) -> School:
    """The school with what its pages show, in one statement; `NotFound` outside the scope."""
    _within(scope, school_id)
    row = session.execute(
        _SCHOOL, {"school": school_id, "today": uk_date(now), "ring": list(IN_DANGER_RING)}
    ).one_or_none()
    if row is None:
        raise NotFound
    dpo = (row.dpo_name, row.dpo_email, row.dpo_phone, row.dpo_of)
    return School(
        id=school_id,
        slug=row.slug,
        name=row.name,
        accent=row.accent or "",
        address=row.address,
        phone=row.phone,
        ico_registration=row.ico_registration,
        dpo=directory.NamedDpo(*dpo) if row.dpo_name is not None else None,
        danger_contacts=tuple(
            DangerContact(Role(role), name, phone) for role, name, phone in row.ring or ()
        ),
        adoption_id=row.adoption_id,
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


_SCHOOL: Final = text("""
select o.slug, o.name, o.accent, o.address, o.phone, o.ico_registration,
       d.name as dpo_name, d.email as dpo_email, d.phone as dpo_phone,
       coalesce(v.name, '') as dpo_of,
       (select a.id from tenants_adoption a
         where a.school_id = o.id and a.in_force_from <= :today
         order by a.in_force_from desc, a.version desc limit 1) as adoption_id,
       (select json_agg(json_build_array(c.role, c.name, c.phone) order by c.place, c.name, c.id)
          from (select distinct h.role, p.name, p.phone, p.id,
                       array_position(cast(:ring as text[]), h.role) as place
                  from tenants_holding h
                  join tenants_person p on p.id = h.person_id
                 where h.school_id = o.id and h.role = any(cast(:ring as text[]))
                   and h.from_on <= :today and (h.until_on is null or h.until_on >= :today)
                   and p.phone <> '') c) as ring
  from tenants_organisation o
  left join lateral (
       select * from tenants_dpo_appointment a
        where a.school_id = o.id and a.from_on <= :today
          and (a.until_on is null or a.until_on >= :today)
        order by a.from_on desc limit 1) d on true
  left join tenants_organisation v on v.id = d.service_id
 where o.id = :school
""")
