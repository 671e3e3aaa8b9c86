"""Changes to who is away: recorded, ended early, taken back before they begin.

Each function is given to `tenants.change.change` as what to apply.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tenants.calendar import uk_date
from tenants.change import Altered, Impossible, values_of
from tenants.db import UtcDateTime, uuid7
from tenants.models import Absence, AbsenceKind
from tenants.people import get_person
from tenants.roles import Role
from tenants.roster import NO_END


def record_absence(
    session: Session,
    school_id: UUID,
    person_id: UUID,
    *,
    from_at: datetime,
    until_at: datetime | None,
    role: Role | None = None,
    kind: AbsenceKind = AbsenceKind.OTHER,
    review_on: date | None = None,
    stand_in_id: UUID | None = None,
    everywhere_since: datetime | None = None,
) -> Altered:
    """Record that somebody is away from the school, from all their roles there or from one.

    `everywhere_since` is when it was said of all their schools: who comes to another one is away
    there too. Without `until_at` nobody knows the end, and `review_on` is the day to ask again.
    Raises Impossible for an end before the beginning, or oneself as stand-in.
    """
    get_person(session, person_id)
    if until_at is None and (review_on is None or review_on < uk_date(from_at)):
        raise Impossible("Say when to ask again, after it begins.", field="review_on")
    if until_at is not None and until_at <= from_at:
        raise Impossible("An absence ends after it begins.", field="until_at")
    if stand_in_id is not None:
        get_person(session, stand_in_id)
    if stand_in_id == person_id:
        raise Impossible("Somebody else must stand in.", field="stand_in")
    _refuse_overlap(session, school_id, person_id, role, from_at, until_at)
    absence = Absence(
        school_id=school_id,
        id=uuid7(),
        person_id=person_id,
        role=role,
        kind=kind,
        from_at=from_at,
        until_at=until_at,
        review_on=None if until_at else review_on,
        stand_in_id=stand_in_id,
        everywhere_since=everywhere_since,
    )
    session.add(absence)
    return Altered("record_absence", absence.id, after=_values(absence))


def reach_newcomers(session: Session, school_id: UUID, *, now: datetime) -> tuple[Altered, ...]:
    """Who is away from all their schools, and came to this one after they said so, is away here.

    Why they are away is not asked of the other schools, and nobody is named to stand in: the policy
    says who does. Where they are recorded as away here already, that holds.
    """
    row = sa.func.tenants_away_everywhere(school_id, now).table_valued(
        sa.column("person_id", sa.Uuid),
        sa.column("role", sa.Text),
        sa.column("from_at", UtcDateTime),
        sa.column("until_at", UtcDateTime),
        sa.column("review_on", sa.Date),
        sa.column("since", UtcDateTime),
    )
    found = []
    for one in session.execute(sa.select(row)).all():
        with suppress(Impossible):
            altered = record_absence(
                session,
                school_id,
                one.person_id,
                from_at=one.from_at,
                until_at=one.until_at,
                role=Role(one.role) if one.role else None,
                review_on=one.review_on,
                everywhere_since=one.since,
            )
            session.flush()
            found.append(altered)
    return tuple(found)


def end_absence(
    session: Session, school_id: UUID, absence_id: UUID, *, at: datetime, person_id: UUID | None
) -> Altered:
    """Back now: what is owed comes back at once. One that has not begun is taken away.

    `person_id` narrows it to absences of this person. Raises Impossible once it is over.
    """
    absence = _get(session, school_id, absence_id, person_id)
    before = _values(absence)
    if absence.from_at >= at:
        session.delete(absence)
        return Altered("remove_absence", absence_id, before)
    if absence.until_at is not None and absence.until_at <= at:
        raise Impossible("This absence is over.")
    absence.until_at, absence.review_on = at, None
    return Altered("end_absence", absence.id, before, _values(absence))


def review_absence(
    session: Session,
    school_id: UUID,
    absence_id: UUID,
    *,
    review_on: date,
    person_id: UUID | None = None,
) -> Altered:
    """Still away, with no end in sight: ask again on another day.

    Raises Impossible where it has an end.
    """
    absence = _get(session, school_id, absence_id, person_id)
    if absence.until_at is not None:
        raise Impossible("This absence has an end.")
    before = _values(absence)
    absence.review_on = review_on
    return Altered("review_absence", absence.id, before, _values(absence))


def _get(session: Session, school_id: UUID, absence_id: UUID, person_id: UUID | None) -> Absence:
    absence = session.get(Absence, (school_id, absence_id))
    if absence is None or person_id not in {None, absence.person_id}:
        raise Impossible("There is no such absence.")
    return absence


def _refuse_overlap(
    session: Session,
    school_id: UUID,
    person_id: UUID,
    role: Role | None,
    from_at: datetime,
    until_at: datetime | None,
) -> None:
    """The same absence is recorded once."""
    end = sa.func.coalesce(Absence.until_at, NO_END)
    found = session.scalars(
        sa.select(Absence.id).where(
            Absence.school_id == school_id,
            Absence.person_id == person_id,
            Absence.role.is_not_distinct_from(role),
            Absence.from_at < (until_at or NO_END),
            end > from_at,
        )
    )
    if found.first() is not None:
        raise Impossible("They are recorded as away then already.", field="from_at")


def _values(absence: Absence) -> dict[str, str]:
    """For the audit: why somebody is away may be about their health, and stays out of it."""
    return {name: value for name, value in values_of(absence).items() if name != "kind"}
