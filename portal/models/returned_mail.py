"""Whose address does not take our mail: one row for a person, while it is the address they have."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tenants.db import DELETABLE, Base, OfSchool, UtcDateTime


class ReturnedMailRow(OfSchool, Base):
    """A mail of ours to somebody of a school, or of its service, came back for good.

    It counts while `address` is that of one of theirs: corrected, it says nothing any more.
    """

    __tablename__ = "portal_returned_mail"
    __table_args__ = (UniqueConstraint("school_id", "person_id"), DELETABLE)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("tenants_person.id"))
    address: Mapped[bytes] = mapped_column(LargeBinary)
    """SHA-256 of the address, which is personal."""
    refused: Mapped[bool]
    """By the mail server, at once: the next mail that it takes shows that the fault was its own.
    What came back later had been taken, too.
    """
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    """When the first one came back."""
