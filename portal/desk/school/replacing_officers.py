"""An officer leaves a DPO service or a trust, or is away for long: another one takes their place as
the named DPO at every school that names them (DBRP-1.9).

School by school, each in its own transaction, on its own chain: stopped half-way, it is done again
and goes on where it was. What they owe as DPO moves, and Headteachers are told, as when a school
names another one by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import sqlalchemy as sa

from portal.desk.school.administration import alter
from tenants.calendar import uk_date
from tenants.change import Impossible
from tenants.db import Scope, open_session
from tenants.models import DpoAppointment, Organisation
from tenants.organisations import overseen_by
from tenants.permissions import Permission
from tenants.schools import appoint_dpo

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from portal.host import Services
    from tenants.organisations import Officer


@dataclass(frozen=True, slots=True)
class Replaced:
    """The schools at which another officer is named now; and a sentence for each that refused."""

    schools: tuple[str, ...]
    refused: tuple[str, ...]
    left: int = 0
    """Schools that have not been asked yet: say it again."""


def replace_officer(
    services: Services,
    organisation_id: UUID,
    leaver_id: UUID,
    officer: Officer,
    from_on: date,
    *,
    by: UUID | None = None,
    at_most: int | None = None,
) -> Replaced:
    """Name `officer` from a day on wherever `leaver_id` would be the named DPO then, or later.

    `by` is the person of the organisation who does it, None the operator; `at_most` as many schools
    at once. Raises MayNot.
    """
    named, refused, now = [], [], services.clock.now()
    permission = Permission.APPOINT_DPO if by is None else Permission.REPLACE_OFFICER
    schools = _schools(services, organisation_id, leaver_id, from_on)
    for school_id, name in schools[:at_most]:
        with open_session(services.engine, Scope.of(school_id)) as session:
            running = session.scalars(_running([school_id], leaver_id, from_on)).all()
        for each in running:
            apply = partial(
                appoint_dpo,
                school_id=school_id,
                name=officer.name,
                email=officer.email,
                phone=officer.phone,
                from_on=max(from_on, each.from_on),
                person_id=officer.person_id,
                service_id=each.service_id,
                today=uk_date(now),
                named_at=now,
            )
            try:
                alter(services, school_id, permission, apply, by=by)
                named.append(name)
            except Impossible as impossible:
                refused.append(f"{name}: {impossible.sentence}")
    left = len(schools) - len(schools[:at_most])
    return Replaced(tuple(sorted({*named})), tuple(sorted({*refused})), left)


def _schools(
    services: Services, organisation_id: UUID, person_id: UUID, on: date
) -> list[tuple[UUID, str]]:
    """Where they are named then or later, by name."""
    overseen = overseen_by(services.engine, organisation_id, on)
    ids = list({*overseen, *overseen_by(services.engine, organisation_id, date.max)})
    there = sa.select(_running(ids, person_id, on).subquery().c.school_id)
    names = sa.select(Organisation.id, Organisation.name).where(Organisation.id.in_(there))
    with open_session(services.engine, Scope.of(*ids)) as session:
        rows = session.execute(names.order_by(Organisation.name, Organisation.id))
        return [(row.id, row.name) for row in rows]


def _running(schools: Collection[UUID], person_id: UUID, on: date) -> sa.Select[DpoAppointment]:
    """Where they are named on that day, and where they are to be from a later one."""
    return (
        sa.select(DpoAppointment)
        .where(
            DpoAppointment.school_id.in_(schools),
            DpoAppointment.person_id == person_id,
            sa.or_(DpoAppointment.until_on.is_(None), DpoAppointment.until_on >= on),
        )
        .order_by(DpoAppointment.from_on)
    )
