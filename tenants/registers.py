"""Contacts and registers of a school as tables: whom to ring, whose mailbox, suppliers, documents.

What somebody has looked at and found right is a row of `SchoolCheck`, added and never changed.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tenants.db import APPEND_ONLY, DELETABLE, Base, OfSchool


class ContactKind(StrEnum):
    """Whom a school may have to ring in an emergency (DBRP-5.9, 6.1.2)."""

    IT_SUPPORT = "it_support"
    INSURER = "insurer"
    LOCAL_AUTHORITY = "local_authority"
    POLICE = "police"
    PRESS = "press"
    LEGAL = "legal"
    OTHER = "other"


class SupplierKind(StrEnum):
    """What another organisation is to the school in law."""

    PROCESSOR = "processor"
    JOINT_CONTROLLER = "joint_controller"


class MailboxKind(StrEnum):
    """What arrives in a mailbox."""

    REPORTS = "reports"
    DPO = "dpo"
    ANONYMOUS = "anonymous"
    """Reports of which nothing is kept that says who wrote (SIP-1-anon)."""


def _text() -> Mapped[str]:
    return mapped_column(server_default="", default="")


class SchoolCheck(OfSchool, Base):
    """Somebody has looked at something of the school, or of one closure, on a day."""

    __tablename__ = "tenants_check"
    __table_args__ = (
        sa.Index(None, "school_id", "what", "subject_id", "checked_at"),
        APPEND_ONLY,
    )

    what: Mapped[str]
    subject_id: Mapped[UUID | None]
    person_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("tenants_person.id"))
    checked_at: Mapped[datetime]


class EmergencyContact(OfSchool, Base):
    """Somebody outside the school to ring."""

    __tablename__ = "tenants_contact"
    __table_args__ = (DELETABLE,)

    kind: Mapped[ContactKind]
    name: Mapped[str]
    phone: Mapped[str]
    email: Mapped[str] = _text()
    note: Mapped[str] = _text()
    """As 'policy number 123', 'day and night'."""


TAKES_REPORTS: Final = frozenset({MailboxKind.REPORTS, MailboxKind.ANONYMOUS})


class Mailbox(OfSchool, Base):
    """An address at which reports or the DPO's mail arrive, and who looks into it (DBRP-6.1.1)."""

    __tablename__ = "tenants_mailbox"
    __table_args__ = (DELETABLE,)

    kind: Mapped[MailboxKind]
    email: Mapped[str]
    monitor_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("tenants_person.id"))
    head_reads: Mapped[bool] = mapped_column(server_default=sa.false(), default=False)
    """The Headteacher can open it when standing in (DBRP-5.7)."""
    arrives_since: Mapped[datetime | None]
    """When a test mail to this address came in here: that it is the school's is proved by nothing
    less."""


class Supplier(OfSchool, Base):
    """A processor or joint controller, with the contract and whom to reach (DBRP-5.10, 5.11)."""

    __tablename__ = "tenants_supplier"
    __table_args__ = (
        sa.CheckConstraint("contract_until >= contract_on", name="days_in_order"),
        DELETABLE,
    )

    kind: Mapped[SupplierKind]
    name: Mapped[str]
    service: Mapped[str] = _text()
    """What it does for the school."""
    contract_on: Mapped[date | None]
    contract_until: Mapped[date | None]
    contact_name: Mapped[str] = _text()
    email: Mapped[str] = _text()
    phone: Mapped[str] = _text()


class SchoolDocument(OfSchool, Base):
    """A policy or related document of the school: title, link, owner (DBRP-1.2, SIP-7-docs)."""

    __tablename__ = "tenants_document"
    __table_args__ = (sa.UniqueConstraint("school_id", "reference"), DELETABLE)

    reference: Mapped[str | None]
    """Which of the documents that the policy refers to it is; None for any other."""
    title: Mapped[str]
    link: Mapped[str] = _text()
    owner: Mapped[str] = _text()
    information_policy: Mapped[bool] = mapped_column(server_default=sa.false(), default=False)
