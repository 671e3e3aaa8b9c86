"""Who is who: sign-in, roles, the named DPO of a school and its calendar.

What looks across schools (who is this, which schools has this person to do with) asks a function of
the database that gives little and runs as its owner; all else is read in the scope of the school.
`on` is a day; an instant counts by its day in the UK.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final, LiteralString
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from tenants.calendar import Calendar, Closure, day_of
from tenants.models import DpoAppointment, Organisation
from tenants.roles import Role
from tenants.trips import Query, Rows, ask_alone


@dataclass(frozen=True, slots=True)
class PersonRef:
    """Who is signed in."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Relation:
    """What one person is to one school today."""

    school_id: UUID
    slug: str
    name: str
    """Of the school."""
    roles: frozenset[Role]
    via: str
    """Name of the service, authority or trust through which; '' for the school's own people."""
    closed_on: date | None = None
    """The last day of a school that has closed."""


@dataclass(frozen=True, slots=True)
class NamedDpo:
    """The data protection officer as every page of the school prints them (SIP-dpo)."""

    name: str
    email: str
    phone: str
    organisation: str
    """Name of the external service; '' for the school's own officer."""


def find_person(engine: sa.Engine, user_ref: str) -> PersonRef | None:
    """The person behind a user of the host."""
    return ask_alone(engine, person_of(user_ref))


def person_of(user_ref: str) -> Query[PersonRef | None]:
    """The same, to be asked together with others or within a transaction."""
    return Query(_PERSON, {"ref": user_ref}, lambda rows: PersonRef(*rows[0]) if rows else None)


def find_school(engine: sa.Engine, slug: str) -> UUID | None:
    """The school at this address."""
    rows = _across(engine, _SCHOOL_AT, slug=slug)
    return rows[0][0] if rows else None


def list_organisations(engine: sa.Engine) -> tuple[UUID, ...]:
    """Schools, services, trusts and authorities; what is done in one is done in its scope."""
    rows = _across(engine, "select organisation_id from tenants_list_organisations()")
    return tuple(organisation_id for (organisation_id,) in rows)


def relations(engine: sa.Engine, person_id: UUID, on: date) -> tuple[Relation, ...]:
    """The schools with which a person has to do on a day, by name; empty for a stranger."""
    return _relations(_across(engine, _RELATIONS, who=person_id, today=day_of(on)))


def find_visitor(
    engine: sa.Engine, user_ref: str, on: date, slug: str | None = None
) -> tuple[PersonRef, tuple[Relation, ...]] | None:
    """The person behind a user of the host, and what they are to all schools or to one, at once."""
    rows = _across(engine, _VISITOR, ref=user_ref, wanted=slug, today=day_of(on))
    if not rows:
        return None
    person = PersonRef(*rows[0][:2])
    related = (row[2:] for row in rows)
    return person, _relations([row for row in related if row[0] is not None])


def _relations(rows: Rows) -> tuple[Relation, ...]:
    found = []
    for (school_id, slug, name, closed), group in groupby(rows, key=lambda row: row[:4]):
        held = [(Role(role), via) for *_, role, via in group]
        roles = _without_deputy_of_self({role for role, _ in held})
        through = sorted({via for _, via in held if via})
        found.append(Relation(school_id, slug, name, roles, ", ".join(through), closed))
    return tuple(found)


def roles_at(session: Session, organisation_id: UUID, person_id: UUID, on: date) -> frozenset[Role]:
    """What a person is at a school, service, trust or authority in scope."""
    rows = session.execute(_ROLES, {"at": organisation_id, "who": person_id, "today": day_of(on)})
    return _without_deputy_of_self({Role(row.role) for row in rows})


def named_dpo(session: Session, school_id: UUID, on: date) -> NamedDpo | None:
    """The DPO whom the school names on a day; None before the first appointment."""
    row = session.execute(
        sa.select(
            DpoAppointment.name,
            DpoAppointment.email,
            DpoAppointment.phone,
            sa.func.coalesce(Organisation.name, "").label("organisation"),
        )
        .outerjoin(Organisation, Organisation.id == DpoAppointment.service_id)
        .where(DpoAppointment.school_id == school_id, DpoAppointment.from_on <= day_of(on))
        .where(sa.func.coalesce(DpoAppointment.until_on, day_of(on)) >= day_of(on))
        .order_by(DpoAppointment.from_on.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else NamedDpo(row.name, row.email, row.phone, row.organisation)


def calendar_of(session: Session, school_id: UUID) -> Calendar:
    """The school days of a school. Raises NoResultFound outside the scope."""
    return Query(_CALENDAR, {"school": school_id}, _calendar).within(session)


def _calendar(rows: Rows) -> Calendar:
    if not rows:
        raise NoResultFound
    closures = (Closure(*closed) for _, *closed in rows if closed[0])
    return Calendar(rows[0][0], tuple(closures))


def _across(engine: sa.Engine, sql: LiteralString, **values: object) -> Rows:
    return ask_alone(engine, Query(sql, values, tuple))


def _without_deputy_of_self(roles: set[Role]) -> frozenset[Role]:
    """The appointed officer of a service is the DPO there, not also the deputy."""
    return frozenset(roles - {Role.DEPUTY_DPO} if Role.DPO in roles else roles)


_SCHOOL_AT: Final = """
select organisation_id from tenants_find_organisation(%(slug)s) where kind = 'school'
"""
_PERSON: Final = "select * from tenants_find_person(%(ref)s)"
_RELATIONS: Final = "select * from tenants_relations(%(who)s, %(today)s)"
_VISITOR: Final = "select * from tenants_visitor(%(ref)s, %(wanted)s, %(today)s)"

_CALENDAR: Final = """
select o.nation, c.from_on, c.until_on, c.name
  from tenants_organisation o
  left join tenants_closure c on c.school_id = o.id
 where o.id = %(school)s
 order by c.from_on, c.id
"""


_ROLES: Final = sa.text("""
select h.role from tenants_holding h
 where h.school_id = :at and h.person_id = :who
   and h.from_on <= :today and (h.until_on is null or h.until_on >= :today)
union
select m.role from tenants_membership m
  join tenants_organisation o on o.id = m.organisation_id and o.kind <> 'school'
 where m.organisation_id = :at and m.person_id = :who
   and m.from_on <= :today and (m.until_on is null or m.until_on >= :today)
""")
