"""Mailboxes, emergency contacts, suppliers and documents, as far as they are complete."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select, text
from sqlalchemy.orm import aliased

from portal.store.school.facts.part import of_these
from tenants.calendar import uk_date
from tenants.models import Organisation, Oversight, OversightKind
from tenants.registers import EmergencyContact, Mailbox, SchoolDocument, Supplier

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.store.school.facts.part import Fields, Part


def mailboxes(session: Session, schools: Sequence[UUID], now: datetime) -> Fields:
    """How many there are, and how many nobody looks into: nobody is named, or they have left."""
    watched = _WATCHED.bindparams(today=uk_date(now))
    rows = session.execute(
        select(
            Mailbox.school_id,
            func.count(),
            func.count() - func.count().filter(watched),
        )
        .where(of_these(Mailbox, schools))
        .group_by(Mailbox.school_id)
    )
    return {
        school_id: {"mailboxes": number, "mailboxes_unwatched": unwatched}
        for school_id, number, unwatched in rows
    }


def contacts(session: Session, schools: Sequence[UUID], _now: datetime) -> Fields:
    """The kinds of emergency contact that are known."""
    rows = session.execute(
        select(EmergencyContact.school_id, func.array_agg(EmergencyContact.kind.distinct()))
        .where(of_these(EmergencyContact, schools), EmergencyContact.phone != "")
        .group_by(EmergencyContact.school_id)
    )
    return {school_id: {"contacts": frozenset(map(str, kinds))} for school_id, kinds in rows}


def suppliers(session: Session, schools: Sequence[UUID], _now: datetime) -> Fields:
    """How many have no date of a contract."""
    rows = session.execute(
        select(Supplier.school_id, func.count())
        .where(of_these(Supplier, schools), Supplier.contract_on.is_(None))
        .group_by(Supplier.school_id)
    )
    return {school_id: {"suppliers_without_contract": number} for school_id, number in rows}


def documents(session: Session, schools: Sequence[UUID], _now: datetime) -> Fields:
    """Which of the documents that the policy refers to are linked, and how many policies."""
    rows = session.execute(
        select(
            SchoolDocument.school_id,
            func.array_remove(func.array_agg(SchoolDocument.reference), None),
            func.count().filter(SchoolDocument.information_policy),
        )
        .where(of_these(SchoolDocument, schools))
        .group_by(SchoolDocument.school_id)
    )
    return {
        school_id: {"documents": frozenset(references), "information_policies": policies}
        for school_id, references, policies in rows
    }


def organisations(session: Session, schools: Sequence[UUID], now: datetime) -> Fields:
    """The number of the data protection fee, the trust's, and whether the school has closed."""
    today, trust = uk_date(now), aliased(Organisation)
    of_trust = (
        select(trust.ico_registration)
        .join(Oversight, Oversight.overseer_id == trust.id)
        .where(
            Oversight.school_id == Organisation.id,
            Oversight.kind == OversightKind.TRUST,
            Oversight.from_on <= today,
            func.coalesce(Oversight.until_on >= today, True),
        )
        .order_by(Oversight.from_on.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            Organisation.id,
            Organisation.ico_registration,
            func.coalesce(of_trust, ""),
            func.coalesce(Organisation.until_on < today, False),
        ).where(Organisation.id.in_(schools))
    )
    return {
        school_id: {
            "ico_registration": number,
            "trust_registration": trusts,
            "has_closed": has_closed,
        }
        for school_id, number, trusts, has_closed in rows
    }


_WATCHED: Final = text("""
exists (select from tenants_holding h
         where (h.school_id, h.person_id) = (tenants_mailbox.school_id, monitor_id)
           and h.from_on <= :today and (h.until_on is null or h.until_on >= :today))
""")

PARTS: tuple[Part, ...] = (mailboxes, contacts, suppliers, documents, organisations)
