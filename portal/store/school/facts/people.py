"""Which roles are held, and how their people can be reached."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from sqlalchemy import select, text

from portal.rules.school.readiness import MAY_SUBMIT
from portal.store.school.facts.part import of_these
from tenants.calendar import uk_date
from tenants.models import Absence
from tenants.roles import NEEDS_PHONE, Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.store.school.facts.part import Fields, Part


def roles(session: Session, schools: Sequence[UUID], now: datetime) -> Fields:
    """Roles held today, by how many; those of which somebody lacks a number, or a second channel.

    Whoever belongs to a service or authority has mail of its own, outside the school's.
    """
    rows = session.execute(_ROLES, {"schools": list(schools), "today": uk_date(now)})
    found: Fields = {}
    for school_id, group in groupby(rows, key=lambda row: row[0]):
        held = [(Role(role), *of_them) for _, role, *of_them in group]
        people = {role: {*ids} for role, *_, ids in held if ids}
        officers = people.get(Role.DPO, set())
        found[school_id] = {
            "held": frozenset(role for role, *_ in held),
            "submitters": len(set().union(*(people.get(role, set()) for role in MAY_SUBMIT))),
            "dpo_also": frozenset(role for role, ids in people.items() if officers & ids)
            - {Role.DPO},
            "without_phone": frozenset(role for role, phoneless, *_ in held if phoneless),
            "without_second_channel": frozenset(role for role, _, lacks, _ in held if lacks),
        }
    return found


def absences(session: Session, schools: Sequence[UUID], _now: datetime) -> Fields:
    """Absences whose end nobody knows, and when to ask again."""
    rows = session.execute(
        select(Absence.school_id, Absence.id, Absence.review_on)
        .where(of_these(Absence, schools), Absence.until_at.is_(None))
        .order_by(Absence.school_id, Absence.review_on, Absence.id)
    )
    return {
        school_id: {"absences_to_review": tuple((row.id, row.review_on) for row in group)}
        for school_id, group in groupby(rows, key=lambda row: row.school_id)
    }


def returned_mail(session: Session, schools: Sequence[UUID], now: datetime) -> Fields:
    """To how many who are something here today our mail comes back, and to an officer elsewhere."""
    rows = session.execute(_RETURNED, {"schools": list(schools), "today": uk_date(now)})
    return {
        school_id: {"mail_returned": own, "dpo_mail_returned": officers > 0}
        for school_id, own, officers in rows
    }


def in_charge(session: Session, schools: Sequence[UUID], now: datetime) -> Fields:
    """When those to ring, or the named DPO, changed last."""
    values = {"schools": list(schools), "roles": list(NEEDS_PHONE), "today": uk_date(now)}
    rows = session.execute(_CHANGED, values)
    return {row.school_id: {"in_charge_since": row.changed_on} for row in rows}


_CHANGED: Final = text("""
select h.school_id, max(d.day) as changed_on
  from (select school_id, from_on, until_on from tenants_holding where role = any(:roles)
        union all select school_id, from_on, until_on from tenants_dpo_appointment) h
 cross join lateral (values (h.from_on), (h.until_on + 1)) d (day)
 where h.school_id = any(:schools) and d.day <= :today
 group by h.school_id
""")
_ROLES: Final = text("""
select h.school_id, h.role, bool_or(p.phone = ''),
       bool_or(p.second_email = '' and h.via_id is null),
       array_agg(h.person_id) filter (where h.role <> 'staff')
  from tenants_holding h
  join tenants_person p on p.id = h.person_id
 where h.school_id = any(:schools)
   and h.from_on <= :today and (h.until_on is null or h.until_on >= :today)
 group by h.school_id, h.role
 order by h.school_id
""")

_RETURNED: Final = text("""
select r.school_id,
       count(distinct r.person_id) filter (where h.via_id is null),
       count(distinct r.person_id) filter (where h.via_id is not null and h.role = 'dpo')
  from portal_returned_mail r
  join tenants_person p on p.id = r.person_id
   and r.address in (sha256(convert_to(p.email, 'UTF8')),
                     sha256(convert_to(p.second_email, 'UTF8')))
  join tenants_holding h on h.school_id = r.school_id and h.person_id = r.person_id
   and h.from_on <= :today and (h.until_on is null or h.until_on >= :today)
 where r.school_id = any(:schools)
 group by r.school_id
""")

PARTS: tuple[Part, ...] = (roles, in_charge, absences, returned_mail)
