"""Services, trusts and authorities: whose people add schools, and what a new school may be called.

Asked before there is a school, so across all organisations, by functions that give little.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tenants.calendar import day_of
from tenants.db import lock
from tenants.models import Membership, OrganisationKind, Person
from tenants.naming import Taken
from tenants.roles import Role
from tenants.trips import Query, ask_alone


@dataclass(frozen=True, slots=True)
class Belonging:
    """What somebody is at one service, trust or authority."""

    organisation_id: UUID
    kind: OrganisationKind
    slug: str
    name: str
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody whom an organisation can appoint as a school's DPO."""

    person_id: UUID
    name: str
    email: str
    phone: str


def find_organisation(engine: sa.Engine, slug: str) -> UUID | None:
    """The school, service, trust or authority of this short name."""
    rows = ask_alone(engine, Query(_AT, {"slug": slug}, tuple))
    return rows[0][0] if rows else None


def organisations_of(engine: sa.Engine, person_id: UUID, on: date) -> tuple[Belonging, ...]:
    """Where somebody belongs besides schools, by name."""
    rows = ask_alone(engine, Query(_BELONGING, {"who": person_id, "today": day_of(on)}, tuple))
    return tuple(
        Belonging(
            ident, OrganisationKind(kind), slug, name, frozenset(Role(row[4]) for row in held)
        )
        for (ident, kind, slug, name), held in groupby(rows, key=lambda row: row[:4])
    )


def overseen_by(engine: sa.Engine, organisation_id: UUID, on: date) -> tuple[UUID, ...]:
    """The schools that a service, trust or authority looks after; none for a school."""
    values = {"overseer": organisation_id, "today": day_of(on)}
    return tuple(row[0] for row in ask_alone(engine, Query(_OVERSEEN, values, tuple)))


def list_taken(
    session: Session, overseer_id: UUID, urns: Collection[str], slugs: Collection[str]
) -> tuple[Taken, ...]:
    """Which of these numbers and short names are taken, by whatever organisation."""
    rows = session.execute(
        _TAKEN, {"overseer": overseer_id, "urns": list(urns), "slugs": list(slugs)}
    )
    return tuple(Taken(*row) for row in rows)


def list_officers(session: Session, organisation_id: UUID, on: date) -> tuple[Officer, ...]:
    """An organisation's officers, the DPO before deputies."""
    rows = session.execute(
        sa.select(Person.id, Person.name, Person.email, Person.phone)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.organisation_id == organisation_id,
            Membership.role.in_((Role.DPO, Role.DEPUTY_DPO)),
            Membership.from_on <= on,
            sa.or_(Membership.until_on.is_(None), Membership.until_on >= on),
        )
        .order_by(Membership.role.desc(), Person.name, Person.id)
    )
    return tuple({row.id: Officer(*row) for row in rows}.values())


def list_members(session: Session, organisation_id: UUID, on: date) -> frozenset[UUID]:
    """Whoever is something there, but for staff: at a service, trust or authority."""
    found = session.scalars(
        sa.select(Membership.person_id).where(
            Membership.organisation_id == organisation_id,
            Membership.role != Role.STAFF,
            Membership.from_on <= on,
            sa.or_(Membership.until_on.is_(None), Membership.until_on >= on),
        )
    )
    return frozenset(found)


def find_by_email(session: Session, organisation_id: UUID, email: str) -> UUID | None:
    """Who of an organisation has this address; None where nobody or more than one has."""
    found = session.scalars(
        sa.select(Person.id)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.organisation_id == organisation_id,
            sa.func.lower(Person.email) == email.lower(),
        )
        .distinct()
    ).all()
    return found[0] if len(found) == 1 else None


def lock_names(session: Session) -> None:
    """Wait for, and hold until the transaction ends, the right to take a short name."""
    lock(session, "names")


_AT: Final = "select organisation_id from tenants_find_organisation(%(slug)s)"
_BELONGING: Final = """
select organisation_id, kind, slug, name, role from tenants_organisations_of(%(who)s, %(today)s)
"""
_OVERSEEN: Final = "select school_id from tenants_overseen_by(%(overseer)s, %(today)s)"
_TAKEN: Final = sa.text(
    "select * from tenants_taken(:overseer, cast(:urns as text[]), cast(:slugs as text[]))"
)
