"""Changes to schools and other organisations: what they are called, the named DPO, closures.

Each function is given to `tenants.change.change` as what to apply.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tenants.calendar import UK, Nation
from tenants.change import Altered, Impossible, added, values_of
from tenants.db import uuid7
from tenants.models import DpoAppointment, Organisation, OrganisationKind, SchoolClosure
from tenants.oversight import looks_after
from tenants.people import get_person


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
    named_at: datetime | None = None,
) -> Altered:
    """Name the school's DPO from a day on; whoever was named before is so until the day before.

    The history is kept (DBRP-1.9); but somebody named from `today` or a day to come may have been
    named by mistake: whoever is named from the same day takes their place. Where somebody is to
    follow from a later day, they do. An officer of a service, trust or authority (`service_id`)
    needs it to look after the school on that day, and keeps it there while they are named. What
    nobody answered before `named_at` was asked of whoever was it then. Raises Impossible.
    """
    if service_id is not None and not looks_after(session, school_id, service_id, from_on):
        raise Impossible("Their organisation does not look after the school on that day.")
    if person_id is not None:
        get_person(session, person_id)
    since_at = _since(session, school_id, person_id, from_on, named_at)
    mistaken, next_on, before = _end_appointments(session, school_id, from_on, today)
    appointment = mistaken or DpoAppointment(school_id=school_id, id=uuid7(), from_on=from_on)
    appointment.person_id, appointment.service_id = person_id, service_id
    appointment.name, appointment.email, appointment.phone = name, email, phone
    appointment.since_at = since_at
    appointment.until_on = next_on - timedelta(days=1) if next_on else None
    session.add(appointment)
    return Altered("appoint_dpo", appointment.id, before, values_of(appointment))


def change_organisation(
    session: Session, organisation_id: UUID, values: Mapping[str, str]
) -> Altered:
    """Correct what is known of an organisation: `values` by column. The audit says which, and
    words only of what concerns nobody.
    """
    organisation = session.get_one(Organisation, organisation_id)
    before = values_of(organisation)
    changed = sorted(key for key, value in values.items() if getattr(organisation, key) != value)
    for key in changed:
        setattr(organisation, key, values[key])
    after = {**values_of(organisation), "changed": ", ".join(changed)}
    return Altered("change_organisation", organisation_id, before, after)


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


def _since(
    session: Session, school_id: UUID, person_id: UUID | None, from_on: date, at: datetime | None
) -> datetime | None:
    """When whoever is named at `at`, from a day on, begins to be asked: not anew where they are
    the named DPO until then.
    """
    if at is None:
        return None
    until_then = session.scalars(
        sa.select(DpoAppointment)
        .where(DpoAppointment.school_id == school_id, DpoAppointment.from_on <= from_on)
        .where(sa.func.coalesce(DpoAppointment.until_on, from_on) >= from_on)
    ).first()
    if until_then is not None and person_id is not None and until_then.person_id == person_id:
        return until_then.since_at
    return max(at, datetime.combine(from_on, time(), UK))


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
