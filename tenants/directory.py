"""Who is who: sign-in, roles, the people of a school, its named DPO and its calendar.

What looks across schools (who is this, which schools has this person to do with) asks a function of
the database that gives little and runs as its owner; all else is read in the scope of the school.
`on` is a day; an instant counts by its day in the UK.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import groupby
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from tenants.calendar import Calendar, Closure, day_of, uk_date
from tenants.db import UtcDateTime
from tenants.models import DpoAppointment, Organisation, SchoolClosure
from tenants.roles import Role
from tenants.roster import Away, Held, People

_DPO_ROLES: Final = frozenset({Role.DPO, Role.DEPUTY_DPO})


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
    found = _across(engine, "select * from tenants_find_person(:ref)", ref=user_ref)
    return PersonRef(found[0].person_id, found[0].name) if found else None


def find_school(engine: sa.Engine, slug: str) -> UUID | None:
    """The school at this address."""
    found = _across(engine, "select * from tenants_find_organisation(:slug)", slug=slug)
    return found[0].organisation_id if found and found[0].kind == "school" else None


def list_schools(engine: sa.Engine) -> tuple[UUID, ...]:
    """All schools, for timers and checks; what is done in one is done in its scope."""
    return tuple(row.school_id for row in _across(engine, "select * from tenants_list_schools()"))


def relations(engine: sa.Engine, person_id: UUID, on: date) -> tuple[Relation, ...]:
    """The schools with which a person has to do on a day, by name; empty for a stranger."""
    return _relations(
        _across(
            engine, "select * from tenants_relations(:who, :today)", who=person_id, today=day_of(on)
        )
    )


def find_visitor(
    engine: sa.Engine, user_ref: str, on: date, slug: str | None = None
) -> tuple[PersonRef, tuple[Relation, ...]] | None:
    """The person behind a user of the host, and what they are to all schools or to one, at once."""
    rows = _across(
        engine,
        "select * from tenants_visitor(:ref, :wanted, :today)",
        ref=user_ref,
        wanted=slug,
        today=day_of(on),
    )
    if not rows:
        return None
    person = PersonRef(rows[0].person_id, rows[0].person_name)
    return person, _relations([row for row in rows if row.school_id is not None])


def _relations(rows: Sequence[sa.Row[tuple[object, ...]]]) -> tuple[Relation, ...]:
    found = []
    for school_id, group in groupby(rows, key=lambda row: row.school_id):
        held = list(group)
        roles = _without_deputy_of_self({Role(row.role) for row in held})
        via = sorted({row.via_name for row in held if row.via_name})
        found.append(Relation(school_id, held[0].slug, held[0].name, roles, ", ".join(via)))
    return tuple(found)


def roles_at(session: Session, organisation_id: UUID, person_id: UUID, on: date) -> frozenset[Role]:
    """What a person is at a school, service, trust or authority in scope."""
    rows = session.execute(_ROLES, {"at": organisation_id, "who": person_id, "today": day_of(on)})
    return _without_deputy_of_self({Role(row.role) for row in rows})


def roster(session: Session, school_id: UUID, now: datetime) -> People:
    """Who holds which role at a school today, and which absences are not over."""
    at = {"school": school_id, "today": uk_date(now), "now": now}
    rows = session.execute(_PEOPLE, at).all()
    held = [row for row in rows if row.from_at is None]
    dpos = {row.person_id for row in held if row.role == Role.DPO}
    holders = tuple(
        Held(
            person_id=row.person_id,
            role=Role(row.role),
            name=row.name,
            email=row.email,
            phone=row.phone,
            organisation=row.via_name or "",
            group=row.via_id if row.role in _DPO_ROLES else None,
        )
        for row in held
        if row.role != Role.DEPUTY_DPO or row.person_id not in dpos
    )
    away = tuple(
        Away(row.person_id, row.from_at, row.until_at, Role(row.role) if row.role else None)
        for row in rows
        if row.from_at is not None
    )
    return People(holders, away)


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
    rows = session.execute(_CALENDAR, {"school": school_id}).all()
    if not rows:
        raise NoResultFound
    closures = (Closure(row.from_on, row.until_on, row.name) for row in rows if row.from_on)
    return Calendar(rows[0].nation, tuple(closures))


def _across(engine: sa.Engine, sql: str, **values: object) -> Sequence[sa.Row[tuple[object, ...]]]:
    # one statement is its own transaction
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        return connection.execute(_statement(sql), values).all()


_statement: Final = cache(sa.text)


def _without_deputy_of_self(roles: set[Role]) -> frozenset[Role]:
    """The appointed officer of a service is the DPO there, not also the deputy."""
    return frozenset(roles - {Role.DEPUTY_DPO} if Role.DPO in roles else roles)


_CALENDAR: Final = (
    sa.select(
        Organisation.nation, SchoolClosure.from_on, SchoolClosure.until_on, SchoolClosure.name
    )
    .outerjoin(SchoolClosure, SchoolClosure.school_id == Organisation.id)
    .where(Organisation.id == sa.bindparam("school"))
    .order_by(SchoolClosure.from_on, SchoolClosure.id)
)

_PEOPLE: Final = sa.text("""
select distinct h.person_id, h.role, h.via_id, v.name as via_name, p.name, p.email, p.phone,
       cast(null as timestamptz) as from_at, cast(null as timestamptz) as until_at,
       cast(null as uuid) as absence_id
  from tenants_holding h
  join tenants_person p on p.id = h.person_id
  left join tenants_organisation v on v.id = h.via_id
 where h.school_id = :school
   and h.from_on <= :today and (h.until_on is null or h.until_on >= :today)
union all
select a.person_id, a.role, null, null, null, null, null, a.from_at, a.until_at, a.id
  from tenants_absence a
 where a.school_id = :school and a.until_at > :now
 order by from_at nulls first, absence_id, role, name, person_id
""").columns(from_at=UtcDateTime, until_at=UtcDateTime)

_ROLES: Final = sa.text("""
select h.role from tenants_holding h
 where h.school_id = :at and h.person_id = :who
   and h.from_on <= :today and (h.until_on is null or h.until_on >= :today)
union
select m.role from tenants_membership m
 where m.organisation_id = :at and m.person_id = :who
   and m.from_on <= :today and (m.until_on is null or m.until_on >= :today)
""")
