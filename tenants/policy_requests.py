"""Requests about the policy as rows: exceptions to a clause, and proposals to change it.

What may happen to one, and by whom, is in `portal/rules/school/requests.py`.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tenants.db import Base, OfSchool


class RequestKind(StrEnum):
    """What is asked for."""

    EXCEPTION = "exception"
    """That a clause does not hold for something, for a time."""
    PROPOSAL = "proposal"
    """That the policy is changed."""


class PolicyRequest(OfSchool, Base):
    """Asked by somebody, looked at by one role, decided by another; rows end, and stay."""

    __tablename__ = "tenants_policy_request"
    __table_args__ = (
        sa.CheckConstraint("until_on >= from_on", name="days_in_order"),
        sa.CheckConstraint("kind = 'proposal' or until_on is not null", name="exceptions_end"),
        sa.Index(None, "school_id", "asked_at"),
    )

    kind: Mapped[RequestKind]
    clause: Mapped[str]
    what: Mapped[str]
    why: Mapped[str]
    from_on: Mapped[date | None]
    until_on: Mapped[date | None]
    """As asked for; a grant may end earlier."""
    asked_by: Mapped[UUID] = mapped_column(sa.ForeignKey("tenants_person.id"))
    asked_at: Mapped[datetime]
    renews: Mapped[UUID | None]
    """The exception that this one would go on from."""
    backed: Mapped[bool | None]
    """Advice for or against an exception; a proposal backed or dropped."""
    view: Mapped[str] = mapped_column(server_default="", default="")
    viewed_by: Mapped[UUID | None] = mapped_column(sa.ForeignKey("tenants_person.id"))
    viewed_at: Mapped[datetime | None]
    granted: Mapped[bool | None]
    terms: Mapped[str] = mapped_column(server_default="", default="")
    """Conditions of a grant, or the reason of a refusal."""
    decided_by: Mapped[UUID | None] = mapped_column(sa.ForeignKey("tenants_person.id"))
    decided_at: Mapped[datetime | None]
    expires_on: Mapped[date | None]
    """Last day of a granted exception."""
    ended_at: Mapped[datetime | None]
    """Ended before its day, renewed, or taken back by whoever asked."""
