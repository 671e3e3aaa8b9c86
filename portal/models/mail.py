"""Mail that came in: kept sealed before its server is told that it was taken."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tenants.db import Base, OfSchool, of_school


class MailRow(Base, OfSchool):
    """One message. What it says becomes part of an incident; `raw` is then emptied."""

    __tablename__ = "portal_mail"
    __table_args__ = (
        of_school("incident_id", "portal_incident"),
        UniqueConstraint("school_id", "message"),
        Index("ix_portal_mail_received", "school_id", "received_at"),
        Index("ix_portal_mail_sender", "school_id", "sender", "received_at"),
    )

    message: Mapped[bytes] = mapped_column(LargeBinary)
    """Keyed hash of its Message-ID: the same message twice is one."""
    anonymous: Mapped[bool] = mapped_column(server_default="false", default=False)
    """It came to the anonymous address: what says who wrote was taken out before it was kept."""
    sender: Mapped[bytes] = mapped_column(LargeBinary)
    """Keyed hash of the address that it says it is from."""
    raw: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The message, under the school's key; None once it was taken in."""
    received_at: Mapped[datetime]
    incident_id: Mapped[UUID | None]
    acknowledged_at: Mapped[datetime | None]
