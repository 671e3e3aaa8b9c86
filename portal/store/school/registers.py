"""Contacts and registers of a school, and how those in charge can be reached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import and_, func, select, true
from sqlalchemy.dialects.postgresql import distinct_on

from portal.models.effects import EffectRow
from portal.store.visibility import in_scope
from tenants import directory
from tenants.db import Scope, open_session
from tenants.models import Organisation, Person
from tenants.registers import TAKES_REPORTS, EmergencyContact, Mailbox, SchoolDocument, Supplier

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

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


def list_unproved(engine: Engine, at: datetime) -> list[tuple[str, str]]:
    """Schools and their addresses for reports that were first tested by `at`, or never, and where
    no test mail came in. A school that closes is told to nobody: its address may be another's.
    """
    scope = Scope.of(*directory.list_organisations(engine))
    tested = (
        EffectRow.school_id == Mailbox.school_id,
        EffectRow.subject_id == Mailbox.id,
        EffectRow.incident_id.is_(None),
        EffectRow.kind == "mailbox_test",
    )
    statement = (
        select(Organisation.name, Mailbox.email)
        .join(Organisation, Organisation.id == Mailbox.school_id)
        .outerjoin(EffectRow, and_(*tested))
        .where(
            in_scope(Mailbox, scope),
            Mailbox.kind.in_(TAKES_REPORTS),
            Mailbox.arrives_since.is_(None),
            Organisation.until_on.is_(None),
        )
        .group_by(Organisation.name, Mailbox.email, Mailbox.id)
        .having(func.coalesce(func.min(EffectRow.wanted_at) <= at, true()))
        .order_by(Organisation.name, Mailbox.email)
    )
    with open_session(engine, scope) as session:
        return [(name, email) for name, email in session.execute(statement)]


def reach_of(session: Session, people: Collection[UUID]) -> dict[UUID, Reach]:
    """How these people can be reached, as far as this scope may see them."""
    rows = session.execute(
        select(Person.id, Person.phone, Person.second_email).where(Person.id.in_(people))
    )
    return {person_id: Reach(phone, second) for person_id, phone, second in rows}
