"""Set up schools that a service, trust or authority looks after, with whoever finishes that.

One transaction for all of them, and each step on the chain of the school that it is about.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from portal.desk.school import inviting, school_duties
from portal.desk.school.administration import alter, audit_change
from portal.outbox import relay
from portal.rules.school.school_list import TAKEN
from tenants import organisations, oversight, people, schools
from tenants.calendar import uk_date
from tenants.change import Altered, Entry, Impossible
from tenants.db import Scope, uuid7
from tenants.models import OrganisationKind
from tenants.permissions import Permission
from tenants.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.host import Services
    from portal.rules.school.school_list import NewSchool
    from tenants.change import Apply
    from tenants.organisations import Belonging


def add_schools(
    services: Services,
    overseer: Belonging,
    wanted: Sequence[NewSchool],
    *,
    officer_id: UUID | None,
    by: UUID | None,
    once: UUID | None = None,
) -> Altered:
    """Register schools under `overseer`, name its officer as their DPO, invite their people.

    All of them or none. Raises `MayNot`, or `Impossible` where a name is taken meanwhile.
    """
    new = {uuid7(): school for school in wanted}

    def apply(session: Session) -> Altered:
        organisations.lock_names(session)
        urns = [school.urn for school in wanted if school.urn]
        slugs = [school.slug for school in wanted]
        if organisations.list_taken(session, overseer.organisation_id, urns, slugs):
            raise Impossible(TAKEN, field="slug")
        for school_id, school in new.items():
            _add(session, services, overseer, school_id, school, officer_id, by)
        names = {str(school_id): school.slug for school_id, school in new.items()}
        return Altered("add_schools", overseer.organisation_id, after=names)

    altered = alter(
        services,
        overseer.organisation_id,
        Permission.ADD_SCHOOL,
        apply,
        by=by,
        once=once,
        scope=Scope.of(overseer.organisation_id, *new),
    )
    relay.nudge(services, new)
    return altered


def _add(
    session: Session,
    services: Services,
    overseer: Belonging,
    school_id: UUID,
    school: NewSchool,
    officer_id: UUID | None,
    by: UUID | None,
) -> None:
    now = services.clock.now()
    for step in _steps(session, services, overseer, school_id, school, officer_id, by):
        altered = step(session)
        session.flush()
        audit_change(session, Entry(school_id, Permission.ADD_SCHOOL, by, now, altered))
    school_duties.changed(session, Scope.of(school_id), now, people=True)


def _steps(
    session: Session,
    services: Services,
    overseer: Belonging,
    school_id: UUID,
    school: NewSchool,
    officer_id: UUID | None,
    by: UUID | None,
) -> Iterator[Apply]:
    today = uk_date(services.clock.now())
    yield partial(
        schools.add_organisation,
        organisation_id=school_id,
        kind=OrganisationKind.SCHOOL,
        name=school.name,
        slug=school.slug,
        nation=school.nation,
        address=school.address,
        phone=school.phone,
        urn=school.urn,
        type=school.type,
    )
    yield partial(
        oversight.add_oversight,
        school_id=school_id,
        overseer_id=overseer.organisation_id,
        kind=oversight.OVERSEES_AS[overseer.kind],
        from_on=today,
    )
    officers = organisations.list_officers(session, overseer.organisation_id, today)
    for officer in (one for one in officers if one.person_id == officer_id):
        yield partial(
            schools.appoint_dpo,
            school_id=school_id,
            name=officer.name,
            email=officer.email,
            phone=officer.phone,
            from_on=today,
            person_id=officer.person_id,
            service_id=overseer.organisation_id,
        )
    yield from _people(services, school_id, school, by)


def _people(
    services: Services, school_id: UUID, school: NewSchool, by: UUID | None
) -> Iterator[Apply]:
    """Headteacher and administrator, invited; one address is one person with both roles."""
    today = uk_date(services.clock.now())
    ids: dict[str, UUID] = {}
    for role, one in ((Role.HEAD, school.head), (Role.ADMINISTRATOR, school.administrator)):
        if one is None:
            continue
        known = ids.get(one.email.lower())
        if known is not None:
            yield partial(
                people.add_membership,
                organisation_id=school_id,
                person_id=known,
                role=role,
                from_on=today,
            )
            continue
        ids[one.email.lower()] = person_id = uuid7()
        yield partial(
            people.add_person,
            organisation_id=school_id,
            name=one.name,
            email=one.email,
            phone=one.phone,
            role=role,
            from_on=today,
            person_id=person_id,
        )
        yield partial(
            inviting.invite, services=services, school_id=school_id, person_id=person_id, by=by
        )
