"""Changes to people: who they are, what they are where, and when they are away.

Each function is given to `tenants.change.change` as what to apply.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.change import Altered, Impossible, added, values_of
from tenants.db import uuid7
from tenants.models import Membership, Person
from tenants.roles import IN_ONE_INCIDENT, Role


def add_person(
    session: Session,
    organisation_id: UUID,
    *,
    name: str,
    email: str,
    role: Role,
    from_on: date,
    phone: str = "",
    job_title: str = "",
    user_ref: str | None = None,
    person_id: UUID | None = None,
) -> Altered:
    """Add somebody who is not known yet, with a first role; the subject is the person."""
    person = Person(id=person_id or uuid7(), name=name, email=email, phone=phone, user_ref=user_ref)
    session.add(person)
    session.flush()
    membership = _join(
        session, organisation_id, person.id, role, from_on=from_on, job_title=job_title
    )
    return Altered("add_person", person.id, after=values_of(membership))


def add_membership(
    session: Session,
    organisation_id: UUID,
    person_id: UUID,
    role: Role,
    *,
    from_on: date,
    until_on: date | None = None,
    job_title: str = "",
) -> Altered:
    """Give a known person a role at an organisation. Raises Impossible for one out of scope."""
    get_person(session, person_id)
    membership = _join(
        session,
        organisation_id,
        person_id,
        role,
        from_on=from_on,
        until_on=until_on,
        job_title=job_title,
    )
    return added("add_membership", membership, membership.id)


def end_membership(session: Session, membership_id: UUID, until_on: date) -> Altered:
    """End a role; `until_on` is its last day. The membership stays on record."""
    membership = session.get(Membership, membership_id)
    if membership is None:
        raise Impossible("There is no such membership.")
    if until_on < membership.from_on:
        raise Impossible("A role cannot end before it began.")
    before = values_of(membership)
    membership.until_on = until_on
    return Altered("end_membership", membership.id, before, values_of(membership))


def get_person(session: Session, person_id: UUID) -> Person:
    """A person whom this scope may see. Naming one makes them visible, so it must be so already."""
    person = session.get(Person, person_id)
    if person is None:
        raise Impossible("There is no such person.")
    return person


def _join(
    session: Session,
    organisation_id: UUID,
    person_id: UUID,
    role: Role,
    *,
    from_on: date,
    until_on: date | None = None,
    job_title: str,
) -> Membership:
    if role in IN_ONE_INCIDENT:
        raise Impossible("This role is held in one incident, not at an organisation.")
    membership = Membership(
        id=uuid7(),
        organisation_id=organisation_id,
        person_id=person_id,
        role=role,
        job_title=job_title,
        from_on=from_on,
        until_on=until_on,
    )
    session.add(membership)
    return membership
