"""Everybody of a school at once: for a list of its staff, and for inviting them all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from portal.rules.school.staff_list import Known
from portal.store.visibility import in_scope
from tenants.calendar import uk_date
from tenants.invitations import Invitation
from tenants.models import Membership, Organisation, Person
from tenants.roles import Role

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from tenants.db import Scope


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
            .join(Organisation, Organisation.id == Membership.organisation_id)
            .where(
                sa.func.coalesce(Organisation.until_on, today) >= today,
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
