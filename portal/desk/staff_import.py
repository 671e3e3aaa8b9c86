"""Save a school's list of its staff: one transaction, few statements, and twice is once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from portal.rules import staff_list
from portal.rules.staff_list import Known
from portal.store.visibility import in_scope
from tenants.calendar import uk_date
from tenants.change import Altered
from tenants.db import Scope, uuid7
from tenants.invitations import Invitation
from tenants.models import Membership, Person
from tenants.people import memberships
from tenants.roles import Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.rules.staff_list import Change, Row


def list_known(session: Session, school_id: UUID, today: date) -> tuple[Known, ...]:
    """Everybody who is or was of the school's own."""
    rows = session.execute(_KNOWN, {"school": school_id, "today": today})
    return tuple(
        Known(
            person_id=row.id,
            name=row.name,
            email=row.email,
            phone=row.phone,
            second_email=row.second_email,
            job_title=row.job_title or "",
            roles=frozenset(Role(role) for role in row.roles or ()),
            elsewhere=row.elsewhere,
        )
        for row in rows
    )


def save_staff(
    session: Session,
    school_id: UUID,
    rows: Sequence[Row],
    *,
    now: datetime,
    ends_roles: bool,
) -> Altered:
    """Add who is new, change who is known. Given to `alter` as what to apply.

    `ends_roles`: roles that the list does not have end today. Nobody leaves by this.
    """
    today = uk_date(now)
    plan = staff_list.plan(rows, list_known(session, school_id, today))
    people = [_person(row) for row in plan.new]
    given = [
        _membership(school_id, person["id"], role, row.job_title, today)
        for row, person in zip(plan.new, people, strict=True)
        for role in sorted(row.roles)
    ]
    for change in plan.changed:
        given += [
            _membership(school_id, change.known.person_id, role, change.row.job_title, today)
            for role in sorted(change.gains)
        ]
    if people:
        session.execute(sa.insert(Person.__table__), people)  # type: ignore[arg-type]
    if given:
        session.execute(sa.insert(Membership.__table__), given)  # type: ignore[arg-type]
    ended: list[str] = []
    for change in plan.changed:
        ended += _alter(session, school_id, change, today, ends_roles=ends_roles)
    return Altered(
        "import_staff",
        uuid7(),
        after={
            "added": str(len(people)),
            "changed": str(len(plan.changed)),
            "given": json.dumps([[str(one["id"]), one["role"]] for one in given]),
            "ended": json.dumps(ended),
        },
    )


def _alter(
    session: Session, school_id: UUID, change: Change, today: date, *, ends_roles: bool
) -> list[str]:
    details = dict(change.details)
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


def list_uninvited(session: Session, scope: Scope, now: datetime) -> tuple[UUID, ...]:
    """Who is at the scope's one school, has no sign-in, and no invitation that still opens."""
    (school_id,) = scope.schools
    invited = sa.select(Invitation.person_id).where(
        in_scope(Invitation, scope),
        Invitation.opened_at.is_(None),
        Invitation.withdrawn_at.is_(None),
        Invitation.expires_at > now,
    )
    today = uk_date(now)
    return tuple(
        session.scalars(
            sa.select(Person.id)
            .join(Membership, Membership.person_id == Person.id)
            .where(
                Membership.organisation_id == school_id,
                Membership.from_on <= today,
                sa.or_(Membership.until_on.is_(None), Membership.until_on >= today),
                Person.user_ref.is_(None),
                Person.email != "",
                Person.id.not_in(invited),
            )
            .distinct()
        )
    )


_KNOWN: Final = sa.text("""
select p.id, p.name, p.email, p.phone, p.second_email,
       array_agg(distinct h.role) filter (where h.until_on is null or h.until_on >= :today)
         as roles,
       (select m.job_title from tenants_membership m
         where m.person_id = p.id and m.organisation_id = :school and m.job_title <> ''
         order by m.from_on desc, m.id desc limit 1) as job_title,
       tenants_belongs_elsewhere(p.id, :school, :today) as elsewhere
  from tenants_holding h
  join tenants_person p on p.id = h.person_id
 where h.school_id = :school and h.via_id is null
 group by p.id
""")
