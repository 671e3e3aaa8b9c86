"""Changes to schools and other organisations: overseers, the named DPO, closures.

Each function is given to `tenants.change.change` as what to apply.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tenants.calendar import Nation
from tenants.change import Altered, Impossible, added, values_of
from tenants.db import uuid7
from tenants.models import (
    DpoAppointment,
    Organisation,
    OrganisationKind,
    Oversight,
    OversightKind,
    SchoolClosure,
)
from tenants.people import get_person

OVERSEES_AS: Final = {
    OrganisationKind.DPO_SERVICE: OversightKind.DPO_SERVICE,
    OrganisationKind.LOCAL_AUTHORITY: OversightKind.LOCAL_AUTHORITY,
    OrganisationKind.TRUST: OversightKind.TRUST,
}
"""What an organisation is to the schools that it looks after; a school looks after none."""


def add_organisation(
    session: Session,
    organisation_id: UUID,
    *,
    kind: OrganisationKind,
    name: str,
    slug: str,
    nation: Nation = Nation.ENGLAND,
    accent: str | None = None,
    address: str = "",
    phone: str = "",
    email: str = "",
    ico_registration: str = "",
    urn: str | None = None,
    type: str = "",  # noqa: A002 - as the register says
) -> Altered:
    """Register a school, trust, service or authority under a new id, which is in scope."""
    organisation = Organisation(
        id=organisation_id,
        kind=kind,
        name=name,
        slug=slug,
        nation=nation,
        accent=accent,
        address=address,
        phone=phone,
        email=email,
        ico_registration=ico_registration,
        urn=urn,
        type=type,
    )
    session.add(organisation)
    return added("add_organisation", organisation, organisation_id)


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

    It may have two services while one hands over to the other, but one trust at a time. Raises
    Impossible.
    """
    kind = OVERSEES_AS.get(session.get_one(Organisation, overseer_id).kind)
    if kind is None:
        raise Impossible("Only a service, trust or authority looks after schools.")
    running = session.scalars(
        sa.select(Oversight).where(
            Oversight.school_id == school_id,
            Oversight.kind != OversightKind.SUCCESSOR,
            sa.or_(Oversight.until_on.is_(None), Oversight.until_on >= from_on),
        )
    ).all()
    if any(each.overseer_id == overseer_id for each in running):
        raise Impossible("It looks after this school already.")
    if kind is OversightKind.TRUST and any(each.kind is kind for each in running):
        raise Impossible("The school belongs to another trust: it must leave that one first.")
    return add_oversight(session, school_id, overseer_id, kind, from_on=from_on)


def end_oversight(session: Session, school_id: UUID, overseer_id: UUID, until_on: date) -> Altered:
    """End what a service, trust or authority is to the school; `until_on` is its last day.

    Not while an officer of it is the school's named DPO afterwards: a school is never without one
    (DBRP-1.9). Raises Impossible.
    """
    oversight = session.scalars(
        sa.select(Oversight).where(
            Oversight.school_id == school_id,
            Oversight.overseer_id == overseer_id,
            Oversight.kind != OversightKind.SUCCESSOR,
            Oversight.from_on <= until_on,
            sa.or_(Oversight.until_on.is_(None), Oversight.until_on > until_on),
        )
    ).first()
    if oversight is None:
        raise Impossible("It does not look after this school, or does so only since today.")
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


def appoint_dpo(
    session: Session,
    school_id: UUID,
    *,
    name: str,
    email: str,
    phone: str,
    from_on: date,
    person_id: UUID | None = None,
    service_id: UUID | None = None,
    today: date | None = None,
) -> Altered:
    """Name the school's DPO from a day on; whoever was named before is so until the day before.

    The history is kept (DBRP-1.9); but somebody named from `today` or a day to come may have been
    named by mistake: whoever is named from the same day takes their place. Where somebody is to
    follow from a later day, they do. An officer of a service, trust or authority (`service_id`)
    needs it to look after the school on that day, and keeps it there while they are named. Raises
    Impossible.
    """
    if service_id is not None and not _looks_after(session, school_id, service_id, from_on):
        raise Impossible("Their organisation does not look after the school on that day.")
    if person_id is not None:
        get_person(session, person_id)
    mistaken, next_on, before = _end_appointments(session, school_id, from_on, today)
    appointment = mistaken or DpoAppointment(school_id=school_id, id=uuid7(), from_on=from_on)
    appointment.person_id, appointment.service_id = person_id, service_id
    appointment.name, appointment.email, appointment.phone = name, email, phone
    appointment.until_on = next_on - timedelta(days=1) if next_on else None
    session.add(appointment)
    return Altered("appoint_dpo", appointment.id, before, values_of(appointment))


def add_closure(
    session: Session,
    school_id: UUID,
    *,
    from_on: date,
    until_on: date,
    name: str = "",
    cover_id: UUID | None = None,
) -> Altered:
    """Mark days, both included, on which the school is closed, and who can be reached then.

    Raises Impossible where it ends before it begins.
    """
    if until_on < from_on:
        raise Impossible("A closure ends on or after the day it begins.")
    if cover_id is not None:
        get_person(session, cover_id)
    closure = SchoolClosure(
        school_id=school_id,
        id=uuid7(),
        from_on=from_on,
        until_on=until_on,
        name=name,
        cover_id=cover_id,
    )
    session.add(closure)
    return added("add_closure", closure, closure.id)


def _looks_after(session: Session, school_id: UUID, overseer_id: UUID, on: date) -> bool:
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


def _end_appointments(
    session: Session, school_id: UUID, from_on: date, today: date | None
) -> tuple[DpoAppointment | None, date | None, dict[str, str]]:
    """End what runs into the new appointment, or give what it replaces; from which day another one
    follows; and the values before.
    """
    rows = session.scalars(
        sa.select(DpoAppointment)
        .where(DpoAppointment.school_id == school_id)
        .where(sa.func.coalesce(DpoAppointment.until_on, from_on) >= from_on)
        .order_by(DpoAppointment.from_on)
    ).all()
    if rows and rows[-1].from_on >= from_on and (today is None or from_on < today):
        raise Impossible(
            f"A DPO is already named from {rows[-1].from_on:%-d %B %Y}.", field="from_on"
        )
    next_on = next((row.from_on for row in rows if row.from_on > from_on), None)
    before: dict[str, str] = {}
    for row in rows:
        if row.from_on == from_on:
            return row, next_on, values_of(row)
        if row.from_on < from_on:
            before = values_of(row)
            row.until_on = from_on - timedelta(days=1)
    session.flush()
    return None, next_on, before
