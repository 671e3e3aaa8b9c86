"""Save a school's list of its staff: one transaction, few statements, and twice is once."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from portal.desk.school.correcting import Details, correct
from portal.rules.school import staff_list
from portal.store.school.staff_list import list_known
from tenants.calendar import uk_date
from tenants.change import Altered
from tenants.db import uuid7
from tenants.models import Membership, Person
from tenants.people import memberships
from tenants.roles import Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.host import Services
    from portal.rules.school.staff_list import Change, Row


def save_staff(
    session: Session,
    school_id: UUID,
    rows: Sequence[Row],
    *,
    now: datetime,
    ends_roles: bool,
    moved_are_new: bool,
    services: Services,
    by: UUID,
) -> Altered:
    """Add who is new, change who is known. Given to `alter` as what to apply; raises Impossible.

    `moved_are_new`: whoever has the name of somebody here, and another address, is somebody else.
    `ends_roles`: roles that the list does not have end today. Nobody leaves by this: who has no
    other role is a member of staff from then on.
    """
    today = uk_date(now)
    plan = staff_list.plan(rows, list_known(session, school_id, today))
    new = plan.new + (tuple(one.row for one in plan.moved) if moved_are_new else ())
    changed = plan.changed + (() if moved_are_new else plan.moved)
    people = [_person(row) for row in new]
    given = [
        _membership(school_id, person["id"], role, row.job_title, today)
        for row, person in zip(new, people, strict=True)
        for role in sorted(row.roles)
    ]
    for change in changed:
        stays = {Role.STAFF} if ends_roles and change.would_leave else set()
        given += [
            _membership(school_id, change.known.person_id, role, change.row.job_title, today)
            for role in sorted(change.gains | stays)
        ]
    if people:
        session.execute(sa.insert(Person.__table__), people)  # type: ignore[arg-type]  # a Table
    if given:
        session.execute(sa.insert(Membership.__table__), given)  # type: ignore[arg-type]  # a Table
    ended: list[str] = []
    for change in () if moved_are_new else plan.moved:
        _move(session, services, school_id, change, by)
    for change in changed:
        ended += _alter(session, school_id, change, today, ends_roles=ends_roles)
    return Altered(
        "import_staff",
        uuid7(),
        after={
            "added": str(len(people)),
            "changed": str(len(changed)),
            "given": json.dumps([[str(one["id"]), one["role"]] for one in given]),
            "ended": json.dumps(ended),
        },
    )


def _alter(
    session: Session, school_id: UUID, change: Change, today: date, *, ends_roles: bool
) -> list[str]:
    details = {name: text for name, text in change.details.items() if name != "email"}
    title = details.pop("job_title", None)
    if details:
        session.execute(
            sa.update(Person).where(Person.id == change.known.person_id).values(**details)
        )
    ended = []
    if title is None and not (ends_roles and change.not_in_list):
        return []
    for one in memberships(session, school_id, change.known.person_id):
        if one.until_on is not None and one.until_on < today:
            continue
        one.job_title = title or one.job_title
        if ends_roles and one.role in change.not_in_list:
            one.until_on = today
            ended.append(str(one.id))
    return ended


def _move(session: Session, services: Services, school_id: UUID, change: Change, by: UUID) -> None:
    """Their new address, as if it was corrected on their page."""
    person_id, email = change.known.person_id, change.details["email"]
    known = Details.of(session, school_id, person_id)
    correct(session, services, school_id, person_id, replace(known, email=email), by=by)


def _person(row: Row) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "name": row.name,
        "email": row.email,
        "phone": row.phone,
        "second_email": row.second_email,
    }


def _membership(
    school_id: UUID, person_id: UUID, role: Role, job_title: str, today: date
) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "organisation_id": school_id,
        "person_id": person_id,
        "role": role,
        "job_title": job_title,
        "from_on": today,
    }
