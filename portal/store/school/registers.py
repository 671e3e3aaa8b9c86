"""Contacts and registers of a school, and how those in charge can be reached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import distinct_on

from portal.models.effects import EffectRow
from portal.store.visibility import in_scope
from tenants.models import Person
from tenants.registers import TAKES_REPORTS, EmergencyContact, Mailbox, SchoolDocument, Supplier

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from tenants.db import Scope

Entry = TypeVar("Entry", EmergencyContact, Mailbox, Supplier, SchoolDocument)


@dataclass(frozen=True, slots=True)
class Reach:
    """How somebody can be reached besides the school's own mail."""

    phone: str
    second_email: str


@dataclass(frozen=True, slots=True)
class MailboxTest:
    """A test mail to an address for reports."""

    wanted_at: datetime
    came_back: bool


def list_entries(session: Session, scope: Scope, kind: type[Entry]) -> Sequence[Entry]:
    """All entries of a register, in the order in which they were added."""
    return session.scalars(select(kind).where(in_scope(kind, scope)).order_by(kind.id)).all()


def own_policies(session: Session, scope: Scope) -> tuple[str, ...]:
    """The titles of the school's own information policies, as its list of documents has them."""
    rows = session.scalars(
        select(SchoolDocument.title)
        .where(in_scope(SchoolDocument, scope), SchoolDocument.information_policy)
        .order_by(SchoolDocument.title)
        .distinct()
    )
    return tuple(rows)


def supplier_emails(session: Session, scope: Scope) -> dict[str, str]:
    """Where processors and joint controllers are written to, by name."""
    rows = session.execute(
        select(Supplier.name, Supplier.email).where(in_scope(Supplier, scope), Supplier.email != "")
    )
    return {name: email for name, email in rows}  # noqa: C416 - rows are not pairs to mypy


def find_entry(session: Session, scope: Scope, kind: type[Entry], entry_id: UUID) -> Entry | None:
    """One entry, or None outside the scope."""
    return session.scalars(
        select(kind).where(in_scope(kind, scope), kind.id == entry_id)
    ).one_or_none()


def find_mailbox(session: Session, scope: Scope, address: str) -> Mailbox | None:
    """The school's mailbox of reports at this address, in small letters."""
    return session.scalars(
        select(Mailbox).where(
            in_scope(Mailbox, scope),
            Mailbox.kind.in_(TAKES_REPORTS),
            func.lower(Mailbox.email) == address,
        )
    ).first()


def last_tests(session: Session, scope: Scope) -> dict[UUID, MailboxTest]:
    """The last test mail to each mailbox that had one."""
    rows = session.execute(
        select(EffectRow.subject_id, EffectRow.wanted_at, EffectRow.state == "failed")
        .ext(distinct_on(EffectRow.subject_id))
        .where(
            in_scope(EffectRow, scope),
            EffectRow.incident_id.is_(None),  # of all effects those alone, by their index
            EffectRow.kind == "mailbox_test",
        )
        .order_by(EffectRow.subject_id, EffectRow.id.desc())
    )
    return {mailbox_id: MailboxTest(at, back) for mailbox_id, at, back in rows if mailbox_id}


def reach_of(session: Session, people: Collection[UUID]) -> dict[UUID, Reach]:
    """How these people can be reached, as far as this scope may see them."""
    rows = session.execute(
        select(Person.id, Person.phone, Person.second_email).where(Person.id.in_(people))
    )
    return {person_id: Reach(phone, second) for person_id, phone, second in rows}
