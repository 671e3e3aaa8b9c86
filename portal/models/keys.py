"""Wrapped keys: a school's under the master key, an incident's under its school's."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from tenants.db import Base, InScope, OfSchool, of_school


class SchoolKeyRow(InScope, Base):
    """The one key of a school."""

    __tablename__ = "portal_school_key"

    wrapped: Mapped[bytes] = mapped_column(LargeBinary)


class IncidentKeyRow(OfSchool, Base):
    """The key of one incident, whose id is this row's. Destroyed: the incident is erased."""

    __tablename__ = "portal_incident_key"
    # The key is made before the incident is stored, in the same transaction.
    __table_args__ = (of_school("id", "portal_incident", deferrable=True, initially="DEFERRED"),)

    wrapped: Mapped[bytes | None] = mapped_column(LargeBinary)
    destroyed_at: Mapped[datetime | None]
