"""Changes to people: who they are, what they are where, and when they are away.

Each function is given to `tenants.change.change` as what to apply.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tenants.change import Altered, Impossible, added, values_of
from tenants.db import uuid7
from tenants.models import Membership, Person
from tenants.roles import IN_ONE_INCIDENT, Role
from tenants.trips import Query


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
    second_email: str = "",
) -> Altered:
    """Add somebody who is not known yet, with a first role; the subject is the person."""
    person = Person(
        id=person_id or uuid7(),
        name=name,
        email=email,
        phone=phone,
        second_email=second_email,
        user_ref=user_ref,
    )
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
    """Give a known person a role at an organisation.

    Raises Impossible for one out of scope, or an end before the beginning.
    """
    get_person(session, person_id)
    if until_on is not None and until_on < from_on:
        raise Impossible("A role cannot end before it begins.", field="until_on")
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


def end_membership(
    session: Session, membership_id: UUID, until_on: date, *, organisation_id: UUID | None = None
) -> Altered:
    """End a role; `until_on` is its last day. The membership stays on record.

    `organisation_id` narrows it to memberships of this organisation.
    Raises Impossible where there is none, or it would end before it began.
    """
    membership = session.get(Membership, membership_id)
    if membership is None or organisation_id not in {None, membership.organisation_id}:
        raise Impossible("There is no such membership.")
    if until_on < membership.from_on - timedelta(days=1):
        raise Impossible("A role cannot end before it began.", field="until_on")
    before = values_of(membership)
    membership.until_on = until_on
    return Altered("end_membership", membership.id, before, values_of(membership))


def leave(session: Session, organisation_id: UUID, person_id: UUID, *, until_on: date) -> Altered:
    """End everything that a person is at an organisation; `until_on` is the last day of it.

    Raises Impossible where nothing could end.
    """
    ended = [
        membership
        for membership in memberships(session, organisation_id, person_id)
        if membership.until_on is None or membership.until_on > until_on
    ]
    if not ended:
        raise Impossible("They have no role here that could end.")
    before = {str(one.id): one.until_on.isoformat() if one.until_on else "" for one in ended}
    for membership in ended:
        membership.until_on = max(until_on, membership.from_on - timedelta(days=1))
    after = {str(one.id): str(one.until_on) for one in ended}
    return Altered("leave", person_id, before, after)


def memberships(session: Session, organisation_id: UUID, person_id: UUID) -> Sequence[Membership]:
    """Everything that a person is, was and will be at an organisation, in order of time."""
    return session.scalars(
        sa.select(Membership)
        .where(Membership.organisation_id == organisation_id, Membership.person_id == person_id)
        .order_by(Membership.from_on, Membership.id)
    ).all()


def job_title(organisation_id: UUID, person_id: UUID, today: date) -> Query[str]:
    """What somebody is called there by their memberships of today; '' where none says."""
    values = {"at": organisation_id, "who": person_id, "today": today}
    return Query(_JOB_TITLE, values, lambda rows: rows[0][0] if rows else "")


_JOB_TITLE: Final = """
select job_title from tenants_membership
 where organisation_id = %(at)s and person_id = %(who)s and job_title <> ''
   and from_on <= %(today)s and (until_on is null or until_on >= %(today)s)
 order by from_on desc, id desc limit 1
"""


def is_over(membership: Membership, today: date) -> bool:
    """Whether it ended before this day."""
    return membership.until_on is not None and membership.until_on < today


def get_person(session: Session, person_id: UUID) -> Person:
    """A person whom this scope may see. Naming one makes them visible, so it must be so already.

    Raises Impossible for any other.
    """
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
