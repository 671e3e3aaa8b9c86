"""Changes to a school's calendar: closures typed in or read from a file, and who covers each.

Each function is given to `tenants.change.change` as what to apply.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tenants.calendar import YEARS, uk_date
from tenants.change import Altered, Impossible, added, values_of
from tenants.db import uuid7
from tenants.models import SchoolClosure
from tenants.people import get_person
from tenants.terms import Found

LONGEST: Final = timedelta(days=366)


def close_school(
    session: Session, school_id: UUID, found: Found, *, cover_id: UUID | None, now: datetime
) -> Altered:
    """Mark days as closed, both ends included; `cover_id` can be reached every day of them."""
    if cover_id is not None:
        get_person(session, cover_id)
    _refuse_impossible(found)
    _refuse_overlap(session, school_id, found)
    closure = _row(school_id, found, now)
    closure.cover_id = cover_id
    session.add(closure)
    return added("add_closure", closure, closure.id)


def save_calendar(
    session: Session,
    school_id: UUID,
    batch_id: UUID,
    found: Sequence[Found],
    *,
    now: datetime,
    cover_id: UUID | None = None,
) -> Altered:
    """Save closures of a file or of typed terms; what is known already is changed, not doubled.

    Known is what has the same name in the file, or the same days; `cover_id` covers those that are
    new. The subject is the batch, which `undo_calendar` takes back.
    """
    rows = session.scalars(sa.select(SchoolClosure).where(SchoolClosure.school_id == school_id))
    known = list(rows)
    number = 0
    for one in found:
        _refuse_impossible(one)
        row = next((row for row in known if _same(row, one)), None)
        if row is None:
            _refuse_overlap(session, school_id, one)
            row = _row(school_id, one, now)
            row.batch_id, row.cover_id = batch_id, cover_id
            session.add(row)
            session.flush()
            number += 1
        elif (row.from_on, row.until_on, row.name) != (one.from_on, one.until_on, one.name):
            row.from_on, row.until_on, row.name = one.from_on, one.until_on, one.name
            row.uid = one.uid
    return Altered("save_calendar", batch_id, after={"added": str(number), "read": str(len(found))})


def undo_calendar(session: Session, school_id: UUID, batch_id: UUID, *, now: datetime) -> Altered:
    """Take back what one saving added, as far as it has not begun.

    Raises Impossible where nothing is left of it.
    """
    rows = session.scalars(
        sa.select(SchoolClosure).where(
            SchoolClosure.school_id == school_id,
            SchoolClosure.batch_id == batch_id,
            SchoolClosure.from_on > uk_date(now),
        )
    ).all()
    if not rows:
        raise Impossible("There is nothing left to take back.")
    for row in rows:
        session.delete(row)
    return Altered("undo_calendar", batch_id, before={"removed": str(len(rows))})


def name_cover(session: Session, school_id: UUID, closure_id: UUID, cover_id: UUID) -> Altered:
    """Say who can be reached every day of a closure, and stands in for Headteacher and DPO."""
    closure = get_closure(session, school_id, closure_id)
    get_person(session, cover_id)
    before = values_of(closure)
    closure.cover_id = cover_id
    return Altered("name_cover", closure_id, before, values_of(closure))


def remove_closure(session: Session, school_id: UUID, closure_id: UUID) -> Altered:
    """The school is open on these days after all."""
    closure = get_closure(session, school_id, closure_id)
    before = values_of(closure)
    session.delete(closure)
    return Altered("remove_closure", closure_id, before)


def get_closure(session: Session, school_id: UUID, closure_id: UUID) -> SchoolClosure:
    """A closure of the school, for a change. Raises Impossible once it is removed."""
    closure = session.get(SchoolClosure, (school_id, closure_id))
    if closure is None:
        raise Impossible("This closure has been removed.")
    return closure


def _row(school_id: UUID, found: Found, now: datetime) -> SchoolClosure:
    return SchoolClosure(
        school_id=school_id,
        id=uuid7(),
        from_on=found.from_on,
        until_on=found.until_on,
        name=found.name,
        uid=found.uid,
        recorded_at=now,
    )


def _same(row: SchoolClosure, found: Found) -> bool:
    if row.uid is not None and row.uid == found.uid:
        return True
    return (row.from_on, row.until_on) == (found.from_on, found.until_on)


def _refuse_impossible(found: Found) -> None:
    if not {found.from_on.year, found.until_on.year} <= {*YEARS}:
        raise Impossible(f"Enter a year from {YEARS[0]} to {YEARS[-1]}.", field="from_on")
    if found.until_on < found.from_on:
        raise Impossible("A closure ends on or after the day it begins.", field="until_on")
    if found.until_on - found.from_on > LONGEST:
        raise Impossible("A closure lasts at most a year.", field="until_on")


def _refuse_overlap(session: Session, school_id: UUID, found: Found) -> None:
    """Two closures over one day would have two covers."""
    others: Collection[SchoolClosure] = session.scalars(
        sa.select(SchoolClosure).where(
            SchoolClosure.school_id == school_id,
            SchoolClosure.from_on <= found.until_on,
            SchoolClosure.until_on >= found.from_on,
        )
    ).all()
    for other in others:
        raise Impossible(
            f"‘{found.name or 'This closure'}’ overlaps ‘{other.name or 'a closure'}’, from "
            f"{other.from_on:%-d %B %Y} to {other.until_on:%-d %B %Y}. Remove that first.",
            field="from_on",
        )
