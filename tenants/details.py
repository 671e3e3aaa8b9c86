"""What is known of a person: name, addresses, numbers; and where it is printed.

Each function is given to `tenants.change.change` as what to apply.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tenants.change import Altered, Impossible
from tenants.models import DpoAppointment, Person
from tenants.people import get_person, is_over, memberships


def change_details(
    session: Session,
    organisation_id: UUID,
    person_id: UUID,
    *,
    name: str,
    email: str,
    phone: str,
    second_email: str,
    job_title: str,
    today: date,
) -> Altered:
    """Correct what is known of a person of this organisation alone.

    Whoever belongs to another one as well is reached by the same details there: nobody but they
    themselves changes those. The job title is this organisation's in any case.
    Raises Impossible for details of somebody who belongs to another one as well.
    """
    person = get_person(session, person_id)
    said = {"name": name, "email": email, "phone": phone, "second_email": second_email}
    changed = [key for key, value in said.items() if getattr(person, key) != value]
    if changed:
        refuse_if_elsewhere(session, organisation_id, person_id, today)
    before = {key: getattr(person, key) for key in changed}
    for key in changed:
        setattr(person, key, said[key])
    _print_anew(session, person, before, today)
    for membership in memberships(session, organisation_id, person_id):
        if membership.job_title != job_title and not is_over(membership, today):
            membership.job_title = job_title
            changed.append("job_title")
    return Altered("change_details", person_id, after={"changed": ", ".join(sorted({*changed}))})


def change_own_details(
    session: Session,
    person_id: UUID,
    *,
    phone: str,
    second_email: str,
    today: date,
    name: str | None = None,
) -> Altered:
    """How somebody is reached besides their organisation's mail, as they say it themselves.

    `name`, too, where they belong to several organisations, none of which may change it; None
    leaves it. Schools in scope that name them as DPO print it anew.
    """
    person = get_person(session, person_id)
    said = {"phone": phone, "second_email": second_email, "name": name or person.name}
    changed = [key for key, value in said.items() if getattr(person, key) != value]
    before = {key: getattr(person, key) for key in changed}
    for key in changed:
        setattr(person, key, said[key])
    _print_anew(session, person, before, today)
    return Altered("change_own_details", person_id, after={"changed": ", ".join(changed)})


def change_own_email(
    session: Session, person_id: UUID, *, was: str, email: str, today: date
) -> Altered:
    """Where somebody's mail goes, as they say it themselves; schools that name them print it.

    An address other than `was`, by which they were reached so far, is their organisation's to say.
    """
    person = get_person(session, person_id)
    if person.email.lower() != was.lower():
        return Altered("change_own_email", person_id)
    before = {"email": person.email}
    person.email = email
    _print_anew(session, person, before, today)
    return Altered("change_own_email", person_id, after={"changed": "email"})


def _print_anew(session: Session, person: Person, before: Mapping[str, str], today: date) -> None:
    """Where they are the named DPO, what is printed of them follows, unless it was another's."""
    running = sa.select(DpoAppointment).where(
        DpoAppointment.person_id == person.id,
        sa.or_(DpoAppointment.until_on.is_(None), DpoAppointment.until_on >= today),
    )
    for each in session.scalars(running):
        for key, was in before.items():
            if key in _PRINTED and getattr(each, key) == was:
                setattr(each, key, getattr(person, key))


_PRINTED: Final = frozenset({"name", "email", "phone"})


def belongs_elsewhere(
    session: Session, organisation_id: UUID, person_id: UUID, today: date
) -> bool:
    """Whether another organisation has this person among its own, too."""
    asked = sa.func.tenants_belongs_elsewhere(person_id, organisation_id, today)
    return bool(session.scalar(sa.select(asked)))


def belongs_anywhere(session: Session, person_id: UUID, today: date) -> bool:
    """Whether any organisation has this person among its own, or will have."""
    return belongs_elsewhere(session, _NOWHERE, person_id, today)


_NOWHERE: Final = UUID(int=0)


def refuse_if_elsewhere(
    session: Session, organisation_id: UUID, person_id: UUID, today: date
) -> None:
    """Raises Impossible for whoever is reached by the same details at another organisation too."""
    if belongs_elsewhere(session, organisation_id, person_id, today):
        raise Impossible(
            "They belong to another school or service as well. Only they can change their details."
        )
