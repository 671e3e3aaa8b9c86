"""Which services, trusts and authorities look after a school, and from when until when.

Each function is given to `tenants.change.change` as what to apply.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tenants.change import Altered, Impossible, added, values_of
from tenants.db import uuid7
from tenants.models import (
    DpoAppointment,
    Organisation,
    OrganisationKind,
    Oversight,
    OversightKind,
)

OVERSEES_AS: Final = {
    OrganisationKind.DPO_SERVICE: OversightKind.DPO_SERVICE,
    OrganisationKind.LOCAL_AUTHORITY: OversightKind.LOCAL_AUTHORITY,
    OrganisationKind.TRUST: OversightKind.TRUST,
}
"""What an organisation is to the schools that it looks after; a school looks after none."""


def add_oversight(
    session: Session,
    school_id: UUID,
    overseer_id: UUID,
    kind: OversightKind,
    *,
    from_on: date,
    until_on: date | None = None,
) -> Altered:
    """Let a service or authority look after the school, or say which trust it belongs to."""
    oversight = Oversight(
        school_id=school_id,
        id=uuid7(),
        overseer_id=overseer_id,
        kind=kind,
        from_on=from_on,
        until_on=until_on,
    )
    session.add(oversight)
    return added("add_oversight", oversight, oversight.id)


def join_overseer(
    session: Session, school_id: UUID, overseer_id: UUID, *, from_on: date
) -> Altered:
    """Let a school that is there already be looked after by another one, from a day on.

    It may have two services while one hands over to the other, but one trust at a time. What was
    ended on the day on which it began goes on. Raises Impossible.
    """
    kind = OVERSEES_AS.get(session.get_one(Organisation, overseer_id).kind)
    if kind is None:
        raise Impossible("Only a service, trust or authority looks after schools.")
    known = session.scalars(
        sa.select(Oversight).where(
            Oversight.school_id == school_id, Oversight.kind != OversightKind.SUCCESSOR
        )
    ).all()
    running = [each for each in known if each.until_on is None or each.until_on >= from_on]
    if any(each.overseer_id == overseer_id for each in running):
        raise Impossible("It looks after this school already.")
    if kind is OversightKind.TRUST and any(each.kind is kind for each in running):
        raise Impossible("The school belongs to another trust: it must leave that one first.")
    for each in known:
        if (each.overseer_id, each.from_on) == (overseer_id, from_on):
            before, each.until_on = values_of(each), None
            return Altered("add_oversight", each.id, before, values_of(each))
    return add_oversight(session, school_id, overseer_id, kind, from_on=from_on)


def end_oversight(session: Session, school_id: UUID, overseer_id: UUID, until_on: date) -> Altered:
    """End what a service, trust or authority is to the school; `until_on` is its last day,
    or the day before it began: then it was a mistake, which the audit alone keeps.

    Not while an officer of it is the school's named DPO afterwards: a school is never without one
    (DBRP-1.9). Raises Impossible.
    """
    oversight = session.scalars(
        sa.select(Oversight).where(
            Oversight.school_id == school_id,
            Oversight.overseer_id == overseer_id,
            Oversight.kind != OversightKind.SUCCESSOR,
            Oversight.from_on <= until_on + timedelta(days=1),
            sa.or_(Oversight.until_on.is_(None), Oversight.until_on > until_on),
        )
    ).first()
    if oversight is None:
        raise Impossible("It does not look after this school.")
    named = session.scalars(
        sa.select(DpoAppointment.name).where(
            DpoAppointment.school_id == school_id,
            DpoAppointment.service_id == overseer_id,
            sa.or_(DpoAppointment.until_on.is_(None), DpoAppointment.until_on > until_on),
        )
    ).first()
    if named is not None:
        raise Impossible(f"{named} of it is the school’s named DPO: name another one first.")
    before = values_of(oversight)
    oversight.until_on = until_on
    return Altered("end_oversight", oversight.id, before, values_of(oversight))


def looks_after(session: Session, school_id: UUID, overseer_id: UUID, on: date) -> bool:
    """Whether a service, trust or authority looks after the school on a day."""
    found = session.scalars(
        sa.select(Oversight.id).where(
            Oversight.school_id == school_id,
            Oversight.overseer_id == overseer_id,
            Oversight.kind != OversightKind.SUCCESSOR,
            Oversight.from_on <= on,
            sa.func.coalesce(Oversight.until_on, on) >= on,
        )
    )
    return found.first() is not None
