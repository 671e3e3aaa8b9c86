"""The people of a service, trust or authority, as they keep themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from tenants.calendar import uk_date
from tenants.roles import Role

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

MOST: Final = 500
"""People on one list; nobody who looks after schools has as many."""


@dataclass(frozen=True, slots=True)
class Member:
    """One line of the list; `phone` may be ''."""

    person_id: UUID
    name: str
    email: str
    phone: str
    roles: tuple[Role, ...]
    signs_in: bool
    invited: bool
    """Has an invitation that still opens."""


def list_team(session: Session, organisation_id: UUID, now: datetime) -> tuple[Member, ...]:
    """Whoever is something there today, or will be, by name."""
    values = {"at": organisation_id, "today": uk_date(now), "now": now, "most": MOST}
    return tuple(
        Member(
            row.id,
            row.name,
            row.email,
            row.phone,
            tuple(role for role in Role if role in row.roles),
            row.signs_in,
            row.invited,
        )
        for row in session.execute(_LIST, values)
    )


_LIST: Final = text("""
select p.id, p.name, p.email, p.phone, m.roles, p.user_ref is not null as signs_in,
       exists (select from tenants_invitation i
                where i.school_id = :at and i.person_id = p.id and i.opened_at is null
                  and i.withdrawn_at is null and i.expires_at > :now) as invited
  from (select person_id, array_agg(distinct role) as roles
          from tenants_membership
         where organisation_id = :at and (until_on is null or until_on >= :today)
         group by person_id) m
  join tenants_person p on p.id = m.person_id
 order by lower(p.name), p.id
 limit :most
""")
