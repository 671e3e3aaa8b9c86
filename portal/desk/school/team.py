"""Somebody comes to a service, trust or authority, or leaves it.

Wherever they are the named DPO another officer is named first, school by school; only then do their
roles end. Stopped half-way it is said again, and goes on where it was: no school is without a DPO.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from portal.desk.school import inviting, leaving
from portal.desk.school.administration import alter
from portal.desk.school.replacing_officers import replace_officer
from portal.rules.school.team import given_by, may_end
from tenants import invitations, people
from tenants.calendar import uk_date
from tenants.change import Impossible, MayNot
from tenants.db import Scope, open_session
from tenants.models import DpoAppointment, Membership, Person
from tenants.organisations import list_officers, overseen_by
from tenants.permissions import Permission
from tenants.roles import NEEDS_PHONE, Role

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.host import Services
    from tenants.change import Altered
    from tenants.organisations import Belonging, Officer

AT_ONCE: Final = 100
"""Schools at which another officer is named in one request."""
NO_PHONE: Final = "Enter a phone number: officers must be reachable by phone"
HERE: Final = "Somebody with this address is on the list already"
LAST: Final = "Nobody would be left who can change this list. First add somebody who can."


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who comes, as typed."""

    name: str
    email: str
    phone: str
    role: Role


def add(
    services: Services, here: Belonging, new: Newcomer, *, by: UUID, once: UUID | None = None
) -> None:
    """Add somebody and invite them, in one change. Raises MayNot, or Impossible."""
    if new.role not in given_by(here.roles):
        raise MayNot
    if new.role in NEEDS_PHONE and not new.phone:
        raise Impossible(NO_PHONE, field="phone")
    today = uk_date(services.clock.now())

    def apply(session: Session) -> Altered:
        if _is_here(session, here.organisation_id, new.email, today):
            raise Impossible(HERE, field="email")
        altered = people.add_person(
            session,
            here.organisation_id,
            name=new.name,
            email=new.email,
            phone=new.phone,
            role=new.role,
            from_on=today,
        )
        session.flush()
        inviting.invite(session, services, here.organisation_id, altered.subject_id, by=by)
        return altered

    alter(services, here.organisation_id, Permission.KEEP_TEAM, apply, by=by, once=once)


def invite(services: Services, here: Belonging, person_id: UUID, *, by: UUID) -> None:
    """Invite them again, as when the first mail did not arrive. Raises MayNot, or Impossible."""
    _require_theirs(services, here, person_id)
    apply = partial(
        inviting.invite,
        services=services,
        school_id=here.organisation_id,
        person_id=person_id,
        by=by,
    )
    alter(services, here.organisation_id, Permission.KEEP_TEAM, apply, by=by)


def named_at(
    services: Services, organisation_id: UUID, person_ids: Collection[UUID]
) -> Mapping[UUID, int]:
    """At how many schools each of these people is the named DPO, or is to be."""
    today = uk_date(services.clock.now())
    schools = overseen_by(services.engine, organisation_id, date.max)
    counted = (
        sa.select(DpoAppointment.person_id, sa.func.count(DpoAppointment.school_id.distinct()))
        .where(
            DpoAppointment.school_id.in_(schools),
            DpoAppointment.person_id.in_(person_ids),
            sa.or_(DpoAppointment.until_on.is_(None), DpoAppointment.until_on >= today),
        )
        .group_by(DpoAppointment.person_id)
    )
    with open_session(services.engine, Scope.of(organisation_id, *schools)) as session:
        return {person: number for person, number in session.execute(counted) if person}


def successors(
    services: Services, organisation_id: UUID, person_id: UUID, on: date
) -> tuple[Officer, ...]:
    """Who can be named instead of somebody: the other officers of that day, with a phone."""
    with open_session(services.engine, Scope.of(organisation_id)) as session:
        found = list_officers(session, organisation_id, on)
    return tuple(one for one in found if one.person_id != person_id and one.phone)


def end(
    services: Services,
    here: Belonging,
    person_id: UUID,
    *,
    until_on: date,
    successor: UUID | None,
    by: UUID,
    once: UUID | None = None,
) -> int:
    """End all that somebody is there after `until_on`; another officer is named wherever they were.

    How many schools are left at which nobody else is named yet: then nothing has ended, and it is
    said again. Raises MayNot, or Impossible.
    """
    _require_theirs(services, here, person_id)
    _require_keeper(services, here.organisation_id, person_id, until_on)
    if leaving.is_named_dpo(services, here.organisation_id, person_id, until_on):
        left = _name(services, here, person_id, until_on + timedelta(days=1), successor, by)
        if left:
            return left
    now = services.clock.now()

    def apply(session: Session) -> Altered:
        last = invitations.last_invitation(session, here.organisation_id, person_id)
        if last is not None and last.is_good(now):
            invitations.withdraw_invitation(session, here.organisation_id, person_id, now=now)
        return people.leave(session, here.organisation_id, person_id, until_on=until_on)

    alter(services, here.organisation_id, Permission.KEEP_TEAM, apply, by=by, once=once)
    return 0


def _name(
    services: Services,
    here: Belonging,
    person_id: UUID,
    from_on: date,
    successor: UUID | None,
    by: UUID,
) -> int:
    able = successors(services, here.organisation_id, person_id, from_on)
    officer = next((one for one in able if one.person_id == successor), None)
    if officer is None:
        raise Impossible("Choose who is named instead", field="successor")
    replaced = replace_officer(
        services, here.organisation_id, person_id, officer, from_on, by=by, at_most=AT_ONCE
    )
    if replaced.refused:
        raise Impossible(" ".join(("Not everywhere.", *replaced.refused)), field="successor")
    return replaced.left


def _is_here(session: Session, organisation_id: UUID, email: str, today: date) -> bool:
    found = sa.select(Membership.id).join(Person, Person.id == Membership.person_id)
    here = found.where(
        Membership.organisation_id == organisation_id,
        sa.or_(Membership.until_on.is_(None), Membership.until_on >= today),
        sa.func.lower(Person.email) == email.lower(),
    )
    return session.scalars(here).first() is not None


def _require_theirs(services: Services, here: Belonging, person_id: UUID) -> None:
    """Raises MayNot for somebody who is more than the one who asks may give, or is not there."""
    today = uk_date(services.clock.now())
    with open_session(services.engine, Scope.of(here.organisation_id)) as session:
        held = people.memberships(session, here.organisation_id, person_id)
        theirs = {each.role for each in held if each.until_on is None or each.until_on >= today}
    if not may_end(here.roles, theirs):
        raise MayNot


def _require_keeper(
    services: Services, organisation_id: UUID, person_id: UUID, until_on: date
) -> None:
    others = sa.select(Membership.id).where(
        Membership.organisation_id == organisation_id,
        Membership.person_id != person_id,
        Membership.role.in_(Permission.KEEP_TEAM.holders),
        sa.or_(Membership.until_on.is_(None), Membership.until_on > until_on),
    )
    with open_session(services.engine, Scope.of(organisation_id)) as session:
        if session.scalars(others).first() is None:
            raise Impossible(LAST)
