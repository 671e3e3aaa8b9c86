"""Who is of a school today, and who of them is away."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final, NamedTuple
from uuid import UUID

from tenants.calendar import uk_date
from tenants.roles import Role
from tenants.roster import NO_END, Away, Held, People
from tenants.trips import Query, Rows

_DPO_ROLES: Final = frozenset({Role.DPO, Role.DEPUTY_DPO})


def roster(school_id: UUID, now: datetime) -> Query[People]:
    """Who holds which role at a school today, which absences are not over, and who covers."""
    values = {"school": school_id, "today": uk_date(now), "now": now, "no_end": NO_END}
    return Query(_PEOPLE, values, _people)


class _PeopleRow(NamedTuple):
    person_id: UUID
    role: str
    via_id: UUID | None
    via_name: str | None
    name: str
    email: str
    phone: str
    from_at: datetime | None
    until_at: datetime | None
    absence_id: UUID | None
    stand_in_id: UUID | None
    since_at: datetime | None


def _people(found: Rows) -> People:
    rows = [_PeopleRow(*row) for row in found]
    held = [row for row in rows if row.from_at is None]
    dpos = {row.person_id for row in held if row.role == Role.DPO}
    holders = tuple(
        Held(
            person_id=row.person_id,
            role=Role(row.role),
            name=row.name,
            email=row.email,
            phone=row.phone,
            organisation=row.via_name or "",
            group=row.via_id if row.role in _DPO_ROLES else None,
        )
        for row in held
        if row.role != Role.DEPUTY_DPO or row.person_id not in dpos
    )
    away = tuple(
        Away(
            row.person_id,
            row.from_at.astimezone(UTC),
            row.until_at.astimezone(UTC),
            Role(row.role) if row.role else None,
            row.stand_in_id,
        )
        for row in rows
        if row.from_at is not None and row.until_at is not None
    )
    covering = frozenset(row.person_id for row in rows if row.from_at and row.until_at is None)
    began = (row.since_at.astimezone(UTC) for row in held if row.since_at)
    return People(holders, away, covering, dpo_since=max(began, default=None))


_PEOPLE: Final = """
select distinct h.person_id, h.role, h.via_id, v.name as via_name, p.name, p.email, p.phone,
       cast(null as timestamptz) as from_at, cast(null as timestamptz) as until_at,
       cast(null as uuid) as absence_id, cast(null as uuid) as stand_in_id, d.since_at
  from tenants_holding h
  join tenants_person p on p.id = h.person_id
  left join tenants_dpo_appointment d
    on h.role = 'dpo' and d.school_id = h.school_id and d.person_id = h.person_id
   and d.from_on = h.from_on
  left join tenants_organisation v on v.id = h.via_id
 where h.school_id = %(school)s
   and h.from_on <= %(today)s and (h.until_on is null or h.until_on >= %(today)s)
union all
select a.person_id, a.role, null, null, null, null, null, a.from_at,
       coalesce(a.until_at, %(no_end)s), a.id, a.stand_in_id, null
  from tenants_absence a
 where a.school_id = %(school)s and coalesce(a.until_at, %(no_end)s) > %(now)s
union all
select a.person_id, a.role, null, null, null, null, null, a.from_at,
       coalesce(a.until_at, %(no_end)s), a.id, a.stand_in_id, null
  from tenants_away_at_keeper(%(school)s, %(now)s) a
 where exists (select from tenants_oversight s
                where s.school_id = %(school)s and s.kind = 'successor')
union all
select c.cover_id, null, null, null, null, null, null, c.from_on, null, c.id, null, null
  from tenants_closure c
 where c.school_id = %(school)s and c.cover_id is not null
   and c.from_on <= %(today)s and c.until_on >= %(today)s
 order by from_at nulls first, absence_id, role, name, person_id
"""
