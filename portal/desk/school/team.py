"""The people of a service, trust or authority: who they are, and somebody who comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from portal.desk.school import inviting
from portal.desk.school.administration import alter
from portal.desk.school.correcting import Details, correct, refuse_shared
from portal.rules.school.team import given_by, may_end
from portal.store.school import returned_mail
from tenants import people
from tenants.calendar import uk_date
from tenants.change import Impossible, MayNot
from tenants.db import Scope, open_session
from tenants.models import DpoAppointment
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

NO_PHONE: Final = "Enter a phone number: officers must be reachable by phone"
GONE: Final = "They are not on the list any more"


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
        refuse_shared(session, here.organisation_id, new.email, today)
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
    require_theirs(services, here, person_id)
    apply = partial(
        inviting.invite,
        services=services,
        school_id=here.organisation_id,
        person_id=person_id,
        by=by,
    )
    alter(services, here.organisation_id, Permission.KEEP_TEAM, apply, by=by)


def find_details(services: Services, here: Belonging, person_id: UUID) -> Details:
    """How somebody on the list is called and reached. Raises MayNot, or Impossible."""
    require_theirs(services, here, person_id)
    with open_session(services.engine, Scope.of(here.organisation_id)) as session:
        return Details.of(session, here.organisation_id, person_id)


def change_details(
    services: Services,
    here: Belonging,
    person_id: UUID,
    details: Details,
    *,
    by: UUID,
    once: UUID | None = None,
) -> None:
    """Correct them; schools that name the officer print them anew. Raises MayNot, or Impossible."""
    held = require_theirs(services, here, person_id)
    if not details.phone and not held.isdisjoint(NEEDS_PHONE):
        raise Impossible(NO_PHONE, field="phone")
    apply = partial(
        correct,
        services=services,
        organisation_id=here.organisation_id,
        person_id=person_id,
        details=details,
        by=by,
    )
    alter(services, here.organisation_id, Permission.KEEP_TEAM, apply, by=by, once=once)


def named_at(
    services: Services, organisation_id: UUID, person_ids: Collection[UUID]
) -> Mapping[UUID, int]:
    """At how many schools each of these people is the named DPO, or is to be."""
    today, scope = uk_date(services.clock.now()), everywhere(services, organisation_id)
    counted = (
        sa.select(DpoAppointment.person_id, sa.func.count(DpoAppointment.school_id.distinct()))
        .where(
            DpoAppointment.school_id.in_(scope.schools),
            DpoAppointment.person_id.in_(person_ids),
            sa.or_(DpoAppointment.until_on.is_(None), DpoAppointment.until_on >= today),
        )
        .group_by(DpoAppointment.person_id)
    )
    with open_session(services.engine, scope) as session:
        return {person: number for person, number in session.execute(counted) if person}


def unreached(
    services: Services, organisation_id: UUID, person_ids: Collection[UUID]
) -> Collection[UUID]:
    """Those of these people to whom mail about one of the schools comes back."""
    scope = everywhere(services, organisation_id)
    with open_session(services.engine, scope) as session:
        return returned_mail.of_these(session, scope, person_ids)


def successors(
    services: Services, organisation_id: UUID, person_id: UUID, on: date
) -> tuple[Officer, ...]:
    """Who can be named instead of somebody: the other officers of that day, with a phone."""
    with open_session(services.engine, Scope.of(organisation_id)) as session:
        found = list_officers(session, organisation_id, on)
    return tuple(one for one in found if one.person_id != person_id and one.phone)


def everywhere(services: Services, organisation_id: UUID) -> Scope:
    """The organisation and all its schools, those of a day to come, too."""
    today = uk_date(services.clock.now())
    days = (today, date.max)
    schools = {one for on in days for one in overseen_by(services.engine, organisation_id, on)}
    return Scope.of(organisation_id, *schools)


def require_theirs(services: Services, here: Belonging, person_id: UUID) -> frozenset[Role]:
    """What somebody is there: MayNot where that is more than one may give, Impossible if gone."""
    today = uk_date(services.clock.now())
    with open_session(services.engine, Scope.of(here.organisation_id)) as session:
        held = people.memberships(session, here.organisation_id, person_id)
        theirs = frozenset(
            each.role for each in held if each.until_on is None or each.until_on >= today
        )
    if not theirs:
        raise Impossible(GONE)
    if not may_end(here.roles, theirs):
        raise MayNot
    return theirs
