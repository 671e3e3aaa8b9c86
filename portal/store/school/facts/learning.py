"""Who was asked to read the policy or to be trained and has, and whose courses run out."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from portal.rules.school.learning import Beginner, Course, Reader
from tenants.calendar import uk_date
from tenants.training import ASKED_TO_READ, ASKED_TO_TRAIN

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.store.school.facts.part import Fields, Part


def readers(session: Session, schools: Sequence[UUID], now: datetime) -> Fields:
    """Everybody of the schools' own who is here today, once they were asked."""
    values = {
        "schools": list(schools),
        "today": uk_date(now),
        "now": now,
        "asked": ASKED_TO_READ,
    }
    found: Fields = {}
    for school_id, group in groupby(session.execute(_READERS, values), key=lambda row: row[0]):
        rows = list(group)
        found[school_id] = {
            "adoption_id": rows[0].adoption_id,
            "readers": tuple(
                Reader(row.person_id, row.asked_at, row.acknowledged_at) for row in rows
            ),
        }
    return found


def beginners(session: Session, schools: Sequence[UUID], now: datetime) -> Fields:
    """Who is here and had nothing on record when they were asked, or when they came."""
    values = {
        "schools": list(schools),
        "today": uk_date(now),
        "now": now,
        "asked": ASKED_TO_TRAIN,
    }
    rows = session.execute(_BEGINNERS, values)
    return {
        school_id: {"beginners": tuple(Beginner(*one) for _, *one in group)}
        for school_id, group in groupby(rows, key=lambda row: row[0])
    }


def courses(session: Session, schools: Sequence[UUID], now: datetime) -> Fields:
    """The last two of each course of who is here and of suppliers, where the later one runs out."""
    values = {"schools": list(schools), "today": uk_date(now), "now": now}
    rows = session.execute(_COURSES, values)
    return {
        school_id: {"courses": tuple(Course(*one) for _, *one in group)}
        for school_id, group in groupby(rows, key=lambda row: row[0])
    }


HERE: Final = """
select distinct h.school_id, h.person_id
  from tenants_holding h
 where h.school_id = any(:schools) and h.via_id is null
   and h.from_on <= :today and (h.until_on is null or h.until_on >= :today)
   and not exists (select from tenants_absence a
                    where a.school_id = h.school_id and a.person_id = h.person_id
                      and a.role is null and a.from_at <= :now
                      and (a.until_at is null or a.until_at > :now))
"""
"""Who is of the school's own, and not away."""
_BEGAN: Final = """
select m.organisation_id as school_id, m.person_id, min(m.from_on) as on
  from tenants_membership m
 where m.organisation_id = any(:schools)
 group by m.organisation_id, m.person_id
"""
_ASKED_AT: Final = """
greatest(a.at, b.on::timestamp at time zone 'Europe/London',
         (select max(w.until_at) from tenants_absence w
           where w.school_id = h.school_id and w.person_id = h.person_id
             and w.role is null and w.from_at <= a.at and w.until_at > a.at)) as asked_at
"""
"""Who joins later is asked on their first day; who was away, when they are back."""
_READERS: Final = text(f"""
with here as ({HERE}), current as (
  select distinct on (a.school_id) a.school_id, a.id, a.in_force_from
    from tenants_adoption a
   where a.school_id = any(:schools) and a.in_force_from <= :today
   order by a.school_id, a.in_force_from desc, a.version desc
), asked as (
  select c.school_id, c.id as adoption_id,
         greatest(min(k.checked_at),
                  c.in_force_from::timestamp at time zone 'Europe/London') as at
    from current c
    join tenants_check k on k.school_id = c.school_id and k.what = :asked and k.subject_id = c.id
   group by c.school_id, c.id, c.in_force_from
), began as ({_BEGAN})
select a.school_id, a.adoption_id, h.person_id, {_ASKED_AT}, r.acknowledged_at
  from asked a
  join here h on h.school_id = a.school_id
  join began b on b.school_id = h.school_id and b.person_id = h.person_id
  left join tenants_acknowledgement r
    on r.school_id = a.school_id and r.adoption_id = a.adoption_id and r.person_id = h.person_id
 order by a.school_id, h.person_id
""")  # noqa: S608 - put together from constants
_COURSES: Final = text(f"""
with here as ({HERE}), ranked as (
  select t.*, row_number() over later as place,
         lag(t.recorded_at) over later as renewed_at
    from tenants_training t
    left join here h on h.school_id = t.school_id and h.person_id = t.person_id
   where t.school_id = any(:schools) and (h.person_id is not null or t.supplier_id is not null)
  window later as (partition by t.school_id, t.person_id, t.supplier_id, t.course
                       order by t.done_on desc, t.id)
)
select school_id, id, person_id, course, valid_until, renewed_at
  from ranked
 where place <= 2 and valid_until is not null
 order by school_id, person_id, course, place desc
""")  # noqa: S608 - put together from constants

_BEGINNERS: Final = text(f"""
with here as ({HERE}), asked as (
  select k.school_id, min(k.checked_at) as at
    from tenants_check k
   where k.school_id = any(:schools) and k.what = :asked
   group by k.school_id
), began as ({_BEGAN}), trained as (
  select t.school_id, t.person_id, min(t.recorded_at) as at
    from tenants_training t
   where t.school_id = any(:schools) and t.person_id is not null
   group by t.school_id, t.person_id
)
select h.school_id, h.person_id, {_ASKED_AT}, t.at
  from asked a
  join here h on h.school_id = a.school_id
  join began b on b.school_id = h.school_id and b.person_id = h.person_id
  left join trained t on t.school_id = h.school_id and t.person_id = h.person_id
 where t.at is null or t.at > a.at
 order by h.school_id, h.person_id
""")  # noqa: S608 - put together from constants

OWED: tuple[Part, ...] = (readers, beginners, courses)
