"""Who has read the policy, and who was trained in what and until when (DBRP-1.7)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from tenants.change import Altered, Impossible, added, values_of
from tenants.db import APPEND_ONLY, DELETABLE, Base, OfSchool, of_school, uuid7
from tenants.people import get_person
from tenants.registers import SchoolCheck, Supplier

ASKED_TO_READ = "policy_reading"
"""What a `SchoolCheck` is called by which everybody is asked to read a version: its subject."""
ASKED_TO_TRAIN = "training"
"""What a `SchoolCheck` is called by which whoever has no training on record is asked to take some:
who comes later is asked on their first day."""


class Acknowledgement(OfSchool, Base):
    """Somebody has read one version of the policy, and says so."""

    __tablename__ = "tenants_acknowledgement"
    __table_args__ = (
        of_school("adoption_id", "tenants_adoption"),
        sa.UniqueConstraint("school_id", "adoption_id", "person_id"),
        APPEND_ONLY,
    )

    adoption_id: Mapped[UUID]
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("tenants_person.id"))
    acknowledged_at: Mapped[datetime]


class Training(OfSchool, Base):
    """A course that somebody of the school, or the people of a supplier, took on a day."""

    __tablename__ = "tenants_training"
    __table_args__ = (
        of_school("supplier_id", "tenants_supplier", ondelete="CASCADE"),
        sa.CheckConstraint("num_nonnulls(person_id, supplier_id) = 1", name="one_taker"),
        sa.CheckConstraint("valid_until >= done_on", name="days_in_order"),
        sa.UniqueConstraint("school_id", "person_id", "course", "done_on"),
        sa.UniqueConstraint("school_id", "supplier_id", "course", "done_on"),
        DELETABLE,
    )

    person_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("tenants_person.id"))
    supplier_id: Mapped[UUID | None]
    """IT support and others who work with the school's systems (DBRP-1.7)."""
    course: Mapped[str]
    done_on: Mapped[date]
    valid_until: Mapped[date | None]
    """None: it is good for ever."""
    recorded_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Taken:
    """A course, and who took it."""

    course: str
    done_on: date
    valid_until: date | None
    person_id: UUID | None = None
    supplier_id: UUID | None = None


def acknowledge(
    session: Session, school_id: UUID, adoption_id: UUID, person_id: UUID, now: datetime
) -> Altered:
    """This person has read this version. Said twice, it is said once."""
    row = Acknowledgement(
        school_id=school_id,
        id=uuid7(),
        adoption_id=adoption_id,
        person_id=person_id,
        acknowledged_at=now,
    )
    known = session.scalar(
        sa.select(Acknowledgement.id).where(
            Acknowledgement.adoption_id == adoption_id, Acknowledgement.person_id == person_id
        )
    )
    if known is not None:
        return Altered("acknowledge_policy", known)
    session.add(row)
    return added("acknowledge_policy", row, row.id)


def is_reading_asked(session: Session, school_id: UUID) -> bool:
    """Whether the school has asked everybody to read a version of its policy."""
    found = sa.exists().where(SchoolCheck.school_id == school_id, SchoolCheck.what == ASKED_TO_READ)
    return bool(session.scalar(sa.select(found)))


def record_training(
    session: Session, school_id: UUID, taken: Iterable[Taken], now: datetime
) -> Altered:
    """Record courses for many at once; one that is on record already stays as it is.

    Raises Impossible for nobody, an end before the course, or a supplier that was removed.
    """
    rows = []
    for one in taken:
        if one.valid_until is not None and one.valid_until < one.done_on:
            raise Impossible("It cannot end before the day of the course.", field="valid_until")
        if one.person_id is not None:
            get_person(session, one.person_id)
        elif session.get(Supplier, (school_id, one.supplier_id)) is None:
            raise Impossible("This supplier has been removed meanwhile.")
        rows.append(
            {
                "school_id": school_id,
                "id": uuid7(),
                "person_id": one.person_id,
                "supplier_id": one.supplier_id,
                "course": one.course,
                "done_on": one.done_on,
                "valid_until": one.valid_until,
                "recorded_at": now,
            }
        )
    if not rows:
        raise Impossible("Choose at least one person.", field="who")
    table = Training.metadata.tables[Training.__tablename__]
    kept = session.scalars(insert(table).on_conflict_do_nothing().returning(table.c.id), rows).all()
    return Altered("record_training", uuid7(), after={"records": str(len(kept))})


def take_back_training(session: Session, school_id: UUID, training_id: UUID) -> Altered:
    """A course that was put on record wrongly is there no more; the audit keeps that it was.

    Raises Impossible where it is there no more.
    """
    row = session.get(Training, (school_id, training_id))
    if row is None:
        raise Impossible("It is not on record any more.")
    before = values_of(row)
    session.delete(row)
    return Altered("take_back_training", training_id, before)
