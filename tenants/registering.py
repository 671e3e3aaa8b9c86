"""Changes to a school's contacts and registers: rows kept, dropped, and checked.

Each function is given to `tenants.change.change` as what to apply.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tenants.change import Altered, Impossible, added, values_of
from tenants.db import uuid7
from tenants.details import refuse_if_elsewhere
from tenants.models import Organisation
from tenants.people import get_person
from tenants.registers import (
    TAKES_REPORTS,
    EmergencyContact,
    Mailbox,
    SchoolCheck,
    SchoolDocument,
    Supplier,
)

Entry = EmergencyContact | Mailbox | Supplier | SchoolDocument
_WHAT = {
    EmergencyContact: "contact",
    Mailbox: "mailbox",
    Supplier: "supplier",
    SchoolDocument: "document",
}


def keep(
    session: Session,
    school_id: UUID,
    kind: type[Entry],
    entry_id: UUID | None,
    values: Mapping[str, Any],
) -> Altered:
    """Add an entry of a register, or change the one with this id.

    Raises Impossible for one that was removed, a document that is listed already, and an address at
    which reports are taken already.
    """
    _refuse_twice(session, school_id, kind, entry_id, values)
    if entry_id is None:
        entry = kind(school_id=school_id, id=uuid7(), **values)
        session.add(entry)
        session.flush()
        return added(f"add_{_WHAT[kind]}", entry, entry.id)
    entry = _get(session, school_id, kind, entry_id)
    before = values_of(entry)
    if isinstance(entry, Mailbox) and values["email"].lower() != entry.email.lower():
        entry.arrives_since = None
    for name, value in values.items():
        setattr(entry, name, value)
    return Altered(f"change_{_WHAT[kind]}", entry.id, before, values_of(entry))


def drop(session: Session, school_id: UUID, kind: type[Entry], entry_id: UUID) -> Altered:
    """Take an entry out of a register."""
    entry = _get(session, school_id, kind, entry_id)
    before = values_of(entry)
    session.delete(entry)
    return Altered(f"remove_{_WHAT[kind]}", entry_id, before)


def note_arrival(
    session: Session, school_id: UUID, mailbox_id: UUID, addresses: Collection[str], now: datetime
) -> Altered:
    """A test mail to these addresses, in small letters, came in: the mailbox may be one of them.

    Raises Impossible where it is not, any more.
    """
    mailbox = session.get(Mailbox, (school_id, mailbox_id))
    if mailbox is None or mailbox.email.lower() not in addresses:
        raise Impossible("The address has been changed meanwhile.")
    mailbox.arrives_since = mailbox.arrives_since or now
    return Altered("mailbox_arrives", mailbox_id)


def check(
    session: Session,
    school_id: UUID,
    what: str,
    *,
    by: UUID,
    now: datetime,
    subject_id: UUID | None = None,
) -> Altered:
    """Note that somebody has looked at something now, and found it right."""
    row = SchoolCheck(
        school_id=school_id,
        id=uuid7(),
        what=what,
        subject_id=subject_id,
        person_id=by,
        checked_at=now,
    )
    session.add(row)
    return added(f"check_{what}", row, row.id)


def keep_numbers(
    session: Session,
    school_id: UUID,
    person_id: UUID,
    *,
    phone: str,
    second_email: str,
    by: UUID,
    today: date,
) -> Altered:
    """How somebody in charge is reached besides the school's own mail.

    Raises Impossible for whoever belongs to another organisation as well, unless it is they.
    """
    person = get_person(session, person_id)
    if by != person_id:
        refuse_if_elsewhere(session, school_id, person_id, today)
    known = {"phone": bool(person.phone), "second_email": bool(person.second_email)}
    person.phone, person.second_email = phone, second_email
    now_known = {"phone": bool(phone), "second_email": bool(second_email)}
    return Altered("keep_numbers", person_id, _said(known), _said(now_known))


def keep_registration(session: Session, school_id: UUID, number: str) -> Altered:
    """The number under which the school pays the data protection fee."""
    school = session.get_one(Organisation, school_id)
    before = {"ico_registration": school.ico_registration}
    school.ico_registration = number
    return Altered("keep_registration", school_id, before, {"ico_registration": number})


def _refuse_twice(
    session: Session,
    school_id: UUID,
    kind: type[Entry],
    entry_id: UUID | None,
    values: Mapping[str, Any],
) -> None:
    if kind is SchoolDocument and values["reference"] is not None:
        others = sa.select(SchoolDocument.id).where(
            SchoolDocument.school_id == school_id,
            SchoolDocument.reference == values["reference"],
            SchoolDocument.id.is_distinct_from(entry_id),
        )
        if session.scalars(others).first() is not None:
            raise Impossible(
                "This document is listed already: change that entry.", field="reference"
            )
    if kind is Mailbox and values["kind"] in TAKES_REPORTS:
        asked = sa.func.tenants_reports_taken(values["email"].lower(), entry_id)
        if session.scalar(asked):
            raise Impossible(
                "Reports are taken at this address already, by your school or by another one. Each "
                "address takes one kind of report, for one school.",
                field="email",
            )


def _get(session: Session, school_id: UUID, kind: type[Entry], entry_id: UUID) -> Entry:
    entry: Entry | None = session.get(kind, (school_id, entry_id))  # type: ignore[assignment]  # an Entry
    if entry is None:
        raise Impossible("This has been removed meanwhile.")
    return entry


def _said(known: Mapping[str, bool]) -> dict[str, str]:
    """Numbers and addresses stay out of the audit; whether there is one does not."""
    return {name: "known" if value else "missing" for name, value in known.items()}
