"""The people of a school's own, as its administration sees them: searched, paged, one by one.

Read from the school's memberships, so the cost follows the school and not the deployment: the
database may not use an index on names below row-level security, and needs none.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sqlalchemy import Uuid, all_, func, literal, select, text

from portal.models.duties import DutyRow
from portal.store.duties import IS_OPEN
from portal.store.visibility import hidden, in_scope
from tenants.calendar import uk_date
from tenants.models import Absence, DpoAppointment, Organisation
from tenants.roles import Role

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.store.visibility import Viewer
    from tenants.db import Scope

PAGE: Final = 50


class Status(StrEnum):
    """Which of the people are listed."""

    HERE = "here"
    AWAY = "away"
    WAITING = "waiting"
    """Here, and have not signed in yet."""
    RETURNED = "returned"
    """Our mail to them comes back."""
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who is looked for; `word` is the beginning of a name or of an e-mail address."""

    status: Status = Status.HERE
    role: Role | None = None
    word: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list."""

    person_id: UUID
    name: str
    email: str
    roles: tuple[Role, ...]
    """Held today, or from a day to come; for somebody who has left, once held."""
    signs_in: bool
    invited: bool
    """Has an invitation that still opens."""
    returned: bool
    """Our mail to them comes back."""
    away: bool
    begins_on: date | None
    """Their first day, while it is to come."""


def list_staff(
    session: Session,
    scope: Scope,
    wanted: Wanted,
    now: datetime,
    *,
    after: UUID | None = None,
    limit: int = PAGE,
) -> tuple[Listed, ...]:
    """The people of the scope's one school by name; `after` is the last one of the page before."""
    (school_id,) = scope.schools
    word = wanted.word.strip().lower().translate(_PLAIN)
    rows = session.execute(
        _LIST,
        {
            "school": school_id,
            "today": uk_date(now),
            "now": now,
            "status": wanted.status,
            "role": wanted.role,
            "begins": f"{word}%" if word else None,
            "within": f"% {word}%" if word else None,
            "after": after,
            "limit": limit,
        },
    )
    return tuple(
        Listed(
            person_id=row.id,
            name=row.name,
            email=row.email,
            roles=tuple(sorted((Role(role) for role in row.roles), key=list(Role).index)),
            signs_in=row.signs_in,
            invited=row.invited,
            returned=row.returned,
            away=row.away,
            begins_on=row.begins_on,
        )
        for row in rows
    )


def list_absences(session: Session, scope: Scope, person_id: UUID) -> Sequence[Absence]:
    """All absences of a person from the school, the latest first."""
    return session.scalars(
        select(Absence)
        .where(in_scope(Absence, scope), Absence.person_id == person_id)
        .order_by(Absence.from_at.desc(), Absence.id)
    ).all()


def find_absence(session: Session, scope: Scope, absence_id: UUID) -> Absence | None:
    """One absence."""
    return session.scalars(
        select(Absence).where(in_scope(Absence, scope), Absence.id == absence_id)
    ).one_or_none()


def list_appointments(session: Session, scope: Scope) -> Sequence[tuple[DpoAppointment, str]]:
    """Who was the named DPO when, with the name of their service; the latest first."""
    rows = session.execute(
        select(DpoAppointment, Organisation.name)
        .outerjoin(Organisation, Organisation.id == DpoAppointment.service_id)
        .where(in_scope(DpoAppointment, scope))
        .order_by(DpoAppointment.from_on.desc())
    )
    return [(row[0], row[1] or "") for row in rows]


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody of a DPO service, trust or authority that looks after the school."""

    person_id: UUID
    name: str
    email: str
    phone: str
    service_id: UUID
    service: str


def list_officers(session: Session, scope: Scope, today: date) -> tuple[Officer, ...]:
    """Whom those who look after the scope's one school could send as its DPO."""
    (school_id,) = scope.schools
    rows = session.execute(_OFFICERS, {"school": school_id, "today": today})
    return tuple(Officer(*row) for row in rows)


def count_unanswered(
    session: Session, scope: Scope, viewer: Viewer, person_id: UUID, roles: Collection[Role]
) -> int:
    """Incidents in which what these roles owe is owed by others now, and not by this person.

    But for those that concern them: there it is no silence, and nobody is to guess it.
    """
    return (
        session.scalar(
            select(func.count(DutyRow.incident_id.distinct())).where(
                in_scope(DutyRow, scope),
                IS_OPEN,
                DutyRow.person_id.is_(None),
                DutyRow.role.in_(roles),
                literal(person_id, Uuid) != all_(DutyRow.owners),
                ~hidden(DutyRow, person_id),
                ~hidden(DutyRow, viewer.person_id),
            )
        )
        or 0
    )


_PLAIN: Final = str.maketrans({"%": r"\%", "_": r"\_", "\\": r"\\"})
_LIST: Final = text("""
with held as (
  select h.person_id,
         array_agg(distinct h.role) filter (where h.until_on is null or h.until_on >= :today)
           as roles,
         array_agg(distinct h.role) as once,
         min(h.from_on) filter (where h.until_on is null or h.until_on >= :today) as begins_on
    from tenants_holding h
   where h.school_id = :school and h.via_id is null
   group by h.person_id
), listed as (
  select p.id, p.name, p.email, coalesce(h.roles, h.once) as roles,
         p.user_ref is not null as signs_in, h.roles is not null as here,
         case when h.begins_on > :today then h.begins_on end as begins_on,
         exists (select from tenants_invitation i
                  where i.school_id = :school and i.person_id = p.id and i.opened_at is null
                    and i.withdrawn_at is null and i.expires_at > :now) as invited,
         exists (select from portal_returned_mail r
                  where r.school_id = :school and r.person_id = p.id
                    and r.address in (sha256(convert_to(p.email, 'UTF8')),
                                      sha256(convert_to(p.second_email, 'UTF8')))) as returned,
         exists (select from tenants_absence a
                  where a.school_id = :school and a.person_id = p.id and a.from_at <= :now
                    and (a.until_at is null or a.until_at > :now)) as away
    from held h
    join tenants_person p on p.id = h.person_id
)
select * from listed
 where case :status when 'left' then not here
                    when 'away' then here and away
                    when 'returned' then here and returned
                    when 'waiting' then here and not signs_in
                    else here end
   and (cast(:role as text) is null or :role = any(roles))
   and (cast(:begins as text) is null or lower(name) like :begins or lower(name) like :within
        or lower(email) like :begins)
   and (cast(:after as uuid) is null
        or (lower(name), id) > (select lower(l.name), l.id from listed l where l.id = :after))
 order by lower(name), id
 limit :limit
""")
_OFFICERS: Final = text("""
select distinct p.id, p.name, p.email, p.phone, s.overseer_id, o.name as service
  from tenants_oversight s
  join tenants_membership m on m.organisation_id = s.overseer_id
  join tenants_person p on p.id = m.person_id
  join tenants_organisation o on o.id = s.overseer_id
 where s.school_id = :school and s.kind <> 'successor' and m.role in ('dpo', 'deputy_dpo')
   and s.from_on <= :today and (s.until_on is null or s.until_on >= :today)
   and m.from_on <= :today and (m.until_on is null or m.until_on >= :today)
 order by p.name, p.id
""")
