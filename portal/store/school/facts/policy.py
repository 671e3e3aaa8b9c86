"""The policy in force, its review, and the named DPO."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from portal.store.school.facts.part import of_these
from tenants.calendar import uk_date
from tenants.models import Adoption, DpoAppointment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.store.school.facts.part import Fields, Part


def adoptions(session: Session, schools: Sequence[UUID], now: datetime) -> Fields:
    """When the first policy came into force, and when it is reviewed next.

    A version that is approved and waits for its day is the review of the one in force.
    """
    latest = aggregate_order_by(
        Adoption.next_review_on, Adoption.in_force_from.desc(), Adoption.version.desc()
    )
    rows = session.execute(
        select(
            Adoption.school_id,
            func.min(Adoption.in_force_from),
            func.array_agg(latest)[1],
        )
        .where(of_these(Adoption, schools))
        .group_by(Adoption.school_id)
        .having(func.min(Adoption.in_force_from) <= uk_date(now))
    )
    return {
        school_id: {"first_in_force_on": first, "next_review_on": review}
        for school_id, first, review in rows
    }


def appointments(session: Session, schools: Sequence[UUID], now: datetime) -> Fields:
    """Whether a DPO is named today, with an address and a number."""
    today = uk_date(now)
    rows = session.execute(
        select(DpoAppointment.school_id, DpoAppointment.email, DpoAppointment.phone).where(
            of_these(DpoAppointment, schools),
            DpoAppointment.from_on <= today,
            or_(DpoAppointment.until_on.is_(None), DpoAppointment.until_on >= today),
        )
    )
    return {
        school_id: {"dpo_named": True, "dpo_reachable": bool(email and phone)}
        for school_id, email, phone in rows
    }


PARTS: tuple[Part, ...] = (adoptions, appointments)
