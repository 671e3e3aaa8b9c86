"""What an alert says, read at the moment it is sent: names of staff, a reference, a duty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from portal.models.duties import DutyRow
from portal.models.incidents import IncidentRow, reference
from portal.rules.in_charge.alerts import by_second_channel
from portal.store.duties import IS_OPEN, concerned_in
from portal.store.visibility import in_scope
from tenants.directory import roles_at
from tenants.models import Organisation, Person

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.rules.facts import Facts
    from tenants.db import Scope


@dataclass(frozen=True, slots=True)
class Addressee:
    """The member of staff, officer or overseer who is alerted."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class AboutDuty:
    """A duty as an alert tells it."""

    what: str
    due_at: datetime
    cite: str
    mine: bool
    """Whether it is the addressee who owes it, and not somebody of whose duty they are told."""


def reached_twice(
    session: Session, facts: Facts | None, people: Collection[UUID | None]
) -> frozenset[UUID]:
    """Those who are alerted at their second address as well, where the school's mail may be hit."""
    if not by_second_channel(facts):
        return frozenset()
    known = select(Person.id).where(Person.id.in_(people), Person.second_email != "")
    return frozenset(session.scalars(known))


def find_addressee(
    session: Session,
    scope: Scope,
    person_id: UUID,
    incident_id: UUID | None,
    *,
    second_channel: bool = False,
    only_on: date | None = None,
) -> Addressee | None:
    """The person, or None when they are gone or the incident concerns them by now; with `only_on`
    also when they are nothing at the school on that day.

    By the second channel, outside the school's mail, None also for whoever has none.
    """
    if incident_id is not None and person_id in concerned_in(session, scope, incident_id):
        return None
    (school_id,) = scope.schools
    if only_on is not None and not roles_at(session, school_id, person_id, only_on):
        return None
    email = Person.second_email if second_channel else Person.email
    row = session.execute(select(Person.name, email).where(Person.id == person_id)).one_or_none()
    if row is None or (second_channel and not row[1]):
        return None
    return Addressee(row[0], row[1])


def school_name_and_slug(session: Session, scope: Scope, school_id: UUID) -> tuple[str, str]:
    """The school's name, and its part of its pages' addresses."""
    row = session.execute(
        select(Organisation.name, Organisation.slug).where(
            Organisation.id == school_id, Organisation.id.in_(scope.schools)
        )
    ).one()
    return row.name, row.slug


def get_reference(session: Session, scope: Scope, incident_id: UUID) -> str:
    """INC-2026-0042."""
    row = session.execute(
        select(IncidentRow.year, IncidentRow.serial).where(
            in_scope(IncidentRow, scope), IncidentRow.id == incident_id
        )
    ).one()
    return reference(row.year, row.serial)


def open_duties(
    session: Session, scope: Scope, duty_ids: Collection[UUID], person_id: UUID
) -> tuple[AboutDuty, ...]:
    """Those of these duties that are neither met nor lapsed meanwhile, soonest first."""
    rows = session.execute(
        select(DutyRow.what, DutyRow.due_at, DutyRow.cite, DutyRow.owners)
        .where(in_scope(DutyRow, scope), DutyRow.id.in_(duty_ids), IS_OPEN)
        .order_by(DutyRow.due_at, DutyRow.id)
    )
    return tuple(AboutDuty(row.what, row.due_at, row.cite, person_id in row.owners) for row in rows)
