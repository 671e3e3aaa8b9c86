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
    from uuid import UUID

    from portal.host import Services
    from tenants.organisations import Officer


@dataclass(frozen=True, slots=True)
class Replaced:
    """The schools at which another officer is named now; and a sentence for each that refused."""

    schools: tuple[str, ...]
    refused: tuple[str, ...]


def replace_officer(
    services: Services, organisation_id: UUID, leaver_id: UUID, officer: Officer, from_on: date
) -> Replaced:
    """Name `officer` from a day on wherever `leaver_id` would be the named DPO then, or later."""
    named, refused, now = [], [], services.clock.now()
    later = overseen_by(services.engine, organisation_id, date.max)
    for school_id in {*overseen_by(services.engine, organisation_id, from_on), *later}:
        with open_session(services.engine, Scope.of(school_id)) as session:
            name = session.get_one(Organisation, school_id).name
            running = session.scalars(_running(school_id, leaver_id, from_on)).all()
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
                alter(services, school_id, Permission.APPOINT_DPO, apply, by=None)
                named.append(name)
            except Impossible as impossible:
                refused.append(f"{name}: {impossible.sentence}")
    return Replaced(tuple(sorted({*named})), tuple(sorted({*refused})))


def _running(school_id: UUID, person_id: UUID, on: date) -> sa.Select[DpoAppointment]:
    """Where they are named on that day, and where they are to be from a later one."""
    return (
        sa.select(DpoAppointment)
        .where(
            DpoAppointment.school_id == school_id,
            DpoAppointment.person_id == person_id,
            sa.or_(DpoAppointment.until_on.is_(None), DpoAppointment.until_on >= on),
        )
        .order_by(DpoAppointment.from_on)
    )
