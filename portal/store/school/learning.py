"""Who has read the policy and is trained: listed, counted, and one's own (DBRP-1.7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, or_, select, text
from sqlalchemy.dialects.postgresql import distinct_on

from portal.store.visibility import in_scope
from tenants.calendar import uk_date
from tenants.models import Membership, Person
from tenants.registers import SchoolCheck, Supplier
from tenants.training import ASKED_TO_READ, ASKED_TO_TRAIN, Acknowledgement, Training

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from tenants.db import Scope

PAGE: Final = 50


class Which(StrEnum):
    """Which of the people are listed."""

    ALL = "all"
    UNREAD = "unread"
    LATE = "late"
    """A course has run out."""
    NEVER = "never"
    """No course is on record."""


@dataclass(frozen=True, slots=True)
class Learner:
    """One line of the list."""

    person_id: UUID
    name: str
    read_at: datetime | None
    courses: int
    good_until: date | None
    """The first of the courses to run out."""
    late: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """How far the school is."""

    people: int
    read: int
    late: int
    never: int


def list_learners(
    session: Session,
    scope: Scope,
    adoption_id: UUID | None,
    now: datetime,
    *,
    which: Which = Which.ALL,
    word: str = "",
    after: UUID | None = None,
) -> tuple[Learner, ...]:
    """The people of the scope's one school by name, and one more where another page follows."""
    values = {"which": which, "word": word.lower(), "after": after, "limit": PAGE + 1}
    rows = session.execute(_LIST, _values(scope, adoption_id, now) | values)
    return tuple(
        Learner(row.id, row.name, row.read_at, row.courses, row.good_until, row.late)
        for row in rows
    )


def figures(session: Session, scope: Scope, adoption_id: UUID | None, now: datetime) -> Figures:
    """The same, counted."""
    return Figures(*session.execute(_COUNT, _values(scope, adoption_id, now)).one())


def asked_to_read_at(session: Session, scope: Scope, adoption_id: UUID) -> datetime | None:
    """When everybody was asked to read this version."""
    return session.scalar(
        select(func.min(SchoolCheck.checked_at)).where(
            in_scope(SchoolCheck, scope),
            SchoolCheck.what == ASKED_TO_READ,
            SchoolCheck.subject_id == adoption_id,
        )
    )


def asked_to_train_at(session: Session, scope: Scope) -> datetime | None:
    """When whoever has no training on record was asked to take some."""
    return session.scalar(
        select(func.min(SchoolCheck.checked_at)).where(
            in_scope(SchoolCheck, scope), SchoolCheck.what == ASKED_TO_TRAIN
        )
    )


def read_at(session: Session, scope: Scope, adoption_id: UUID, person_id: UUID) -> datetime | None:
    """When somebody said that they have read it."""
    return session.scalar(
        select(Acknowledgement.acknowledged_at).where(
            in_scope(Acknowledgement, scope),
            Acknowledgement.adoption_id == adoption_id,
            Acknowledgement.person_id == person_id,
        )
    )


def list_courses(session: Session, scope: Scope, taker_id: UUID) -> Sequence[Training]:
    """All courses of one person, or of a supplier's people, the latest first."""
    return session.scalars(
        select(Training)
        .where(
            in_scope(Training, scope),
            or_(Training.person_id == taker_id, Training.supplier_id == taker_id),
        )
        .order_by(Training.done_on.desc(), Training.id.desc())
    ).all()


def on_record(
    session: Session, scope: Scope, people: Collection[UUID]
) -> set[tuple[UUID | None, str, date]]:
    """Who of these took which course on which day."""
    rows = session.execute(
        select(Training.person_id, Training.course, Training.done_on).where(
            in_scope(Training, scope), Training.person_id.in_(people)
        )
    )
    return {(row[0], row[1], row[2]) for row in rows}


def is_trained(session: Session, scope: Scope, person_id: UUID, today: date) -> bool:
    """Whether a course of theirs is good on this day."""
    found = session.scalar(
        select(Training.id)
        .where(
            in_scope(Training, scope),
            Training.person_id == person_id,
            func.coalesce(Training.valid_until, today) >= today,
        )
        .limit(1)
    )
    return found is not None


def list_of_suppliers(session: Session, scope: Scope) -> Sequence[tuple[Supplier, Training | None]]:
    """Each supplier with its latest course, by name."""
    rows = session.execute(
        select(Supplier, Training)
        .outerjoin(
            Training,
            (Training.school_id == Supplier.school_id) & (Training.supplier_id == Supplier.id),
        )
        .where(in_scope(Supplier, scope))
        .order_by(Supplier.name, Supplier.id, Training.done_on.desc())
        .ext(distinct_on(Supplier.name, Supplier.id))
    )
    return [(row[0], row[1]) for row in rows]


def people_by_email(
    session: Session, scope: Scope, emails: Collection[str], today: date
) -> dict[str, UUID]:
    """Whose addresses these are among the school's own people of today, in small letters."""
    (school_id,) = scope.schools
    rows = session.execute(
        select(func.lower(Person.email), Person.id)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.organisation_id == school_id,
            func.coalesce(Membership.until_on, today) >= today,
            func.lower(Person.email).in_(emails),
        )
    )
    return {row[0]: row[1] for row in rows}


def names_here(
    session: Session, scope: Scope, people: Collection[UUID], now: datetime
) -> dict[UUID, str]:
    """The names of those among these who are at the school today, by name."""
    rows = session.execute(_NAMES, _values(scope, None, now) | {"people": list(people)})
    return {row.id: row.name for row in rows}


def _values(scope: Scope, adoption_id: UUID | None, now: datetime) -> dict[str, object]:
    (school_id,) = scope.schools
    return {"school": school_id, "adoption": adoption_id, "today": uk_date(now)}


_LEARNERS: Final = """
with here as (
  select distinct h.person_id from tenants_holding h
   where h.school_id = :school and h.via_id is null
     and h.from_on <= :today and (h.until_on is null or h.until_on >= :today)
), latest as (
  select distinct on (t.person_id, t.course) t.person_id, t.valid_until
    from tenants_training t
   where t.school_id = :school and t.person_id is not null
   order by t.person_id, t.course, t.done_on desc, t.id
), learned as (
  select person_id, count(*) as courses, min(valid_until) as good_until,
         coalesce(bool_or(valid_until < :today), false) as late
    from latest group by person_id
), listed as (
  select p.id, p.name, r.acknowledged_at as read_at, coalesce(l.courses, 0) as courses,
         l.good_until, coalesce(l.late, false) as late, (lower(p.name), p.id) as place
    from here h
    join tenants_person p on p.id = h.person_id
    left join learned l on l.person_id = p.id
    left join tenants_acknowledgement r on r.school_id = :school and r.person_id = p.id
     and r.adoption_id = :adoption
)
"""
_LIST: Final = text(
    _LEARNERS  # noqa: S608 - put together from constants
    + """
select * from listed
 where case :which when 'unread' then read_at is null when 'late' then late
                   when 'never' then courses = 0 else true end
   and (:word = '' or strpos(lower(name), :word) > 0)
   and (cast(:after as uuid) is null or place > (select place from listed where id = :after))
 order by place limit :limit
"""
)
_COUNT: Final = text(
    _LEARNERS
    + """
select count(*), count(read_at), count(*) filter (where late), count(*) filter (where courses = 0)
  from listed
"""
)
_NAMES: Final = text(
    _LEARNERS
    + """
select id, name from listed where id = any(:people) order by place
"""
)
