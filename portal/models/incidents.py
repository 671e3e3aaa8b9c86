"""Incidents, who is involved, and the decisions made."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, LargeBinary, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from tenants.db import DELETABLE, Base, InScope, OfSchool, of_school


class IncidentRow(Base, OfSchool):
    """One incident: the facts, encrypted, beside the columns that lists need."""

    __tablename__ = "portal_incident"
    __table_args__ = (
        of_school("adoption_id", "tenants_adoption"),
        UniqueConstraint("school_id", "year", "serial"),
        Index("ix_portal_incident_list", "school_id", "reported_at", "id"),
        Index("ix_portal_incident_stage", "school_id", "stage", "reported_at"),
        of_school("import_id", "portal_log_import"),
        Index(
            "uq_portal_incident_import_match",
            "school_id",
            "import_match",
            unique=True,
            postgresql_where=text("withdrawn_at is null"),
        ),
        Index("ix_portal_incident_import", "school_id", "import_id"),
        Index("ix_portal_incident_kept", "school_id", "kept_until", "id"),
    )

    year: Mapped[int]
    serial: Mapped[int]
    adoption_id: Mapped[UUID]
    stage: Mapped[str]
    kind: Mapped[str]
    severity: Mapped[str | None]
    ending: Mapped[str | None]
    legal_risk: Mapped[str | None]
    reported_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    regulator_told_at: Mapped[datetime | None]
    people_told_at: Mapped[datetime | None]
    causes: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    policies: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    """Kinds of the school's own policies that were not kept, as the outcome report names them."""
    import_id: Mapped[UUID | None]
    """The spreadsheet that a historical incident was read from; None for what happened here."""
    import_match: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Keyed hash of the spreadsheet's row: reading the same sheet again adds nothing."""
    withdrawn_at: Mapped[datetime | None]
    """When its import was undone: the key is destroyed, and no list shows it."""
    kept_until: Mapped[date | None]
    """The last day on which it is kept, holds counted; None while it is open."""
    erased_at: Mapped[datetime | None]
    """When its time was over and its key was destroyed; lists still count it."""
    title: Mapped[bytes] = mapped_column(LargeBinary)
    facts: Mapped[bytes] = mapped_column(LargeBinary)
    version: Mapped[int] = mapped_column()
    """Counts the decisions; a form made from an older version is stale."""

    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}  # noqa: RUF012 - SQLAlchemy reads it

    @property
    def reference(self) -> str:
        """The label that people quote: INC-2026-0042."""
        return reference(self.year, self.serial)


def reference(year: int, serial: int) -> str:
    """INC-2026-0042."""
    return f"INC-{year}-{serial:04d}"


class InvolvementRow(Base, OfSchool):
    """Why a member of staff may see an incident: reporter, asked, lead, owner."""

    __tablename__ = "portal_involvement"
    __table_args__ = (
        of_school("incident_id", "portal_incident"),
        UniqueConstraint("school_id", "incident_id", "person_id", "how"),
        Index("ix_portal_involvement_person", "school_id", "person_id"),
    )

    incident_id: Mapped[UUID]
    person_id: Mapped[UUID]
    how: Mapped[str]


class ConcernRow(Base, OfSchool):
    """A person from whom the incident is hidden, because it concerns them."""

    __tablename__ = "portal_concern"
    __table_args__ = (
        of_school("incident_id", "portal_incident"),
        UniqueConstraint("school_id", "incident_id", "person_id"),
        DELETABLE,
    )

    incident_id: Mapped[UUID]
    person_id: Mapped[UUID]


class DecisionRow(Base, OfSchool):
    """The stored record of one action: who, acting for whom, when, why, under which clause."""

    __tablename__ = "portal_decision"
    __table_args__ = (
        of_school("incident_id", "portal_incident"),
        of_school("adoption_id", "tenants_adoption"),
        Index("ix_portal_decision_incident", "school_id", "incident_id", "id"),
        Index(
            "uq_portal_decision_once",
            "school_id",
            "once",
            unique=True,
            postgresql_where=text("once is not null"),
        ),
    )

    incident_id: Mapped[UUID]
    adoption_id: Mapped[UUID]
    action: Mapped[str]
    person_id: Mapped[UUID | None]
    acting_for: Mapped[str | None]
    """The role stood in for; None when the person acted in a role of their own."""
    cite: Mapped[str]
    done_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    summary: Mapped[bytes] = mapped_column(LargeBinary)
    said: Mapped[bytes] = mapped_column(LargeBinary)
    rests_on: Mapped[list[str]] = mapped_column(server_default="[]", default=list)
    """Ids of the evidence files and notes that it names as its ground (SIP-3c)."""
    once: Mapped[UUID | None]
    """The form's own key: the same form posted twice is one decision."""


class CounterRow(InScope, Base):
    """The last serial of a school's year; locked while an incident is numbered."""

    __tablename__ = "portal_counter"

    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class ReceiptRow(Base, OfSchool):
    """An anonymous reporter's way back. Only a keyed hash of the code is kept."""

    __tablename__ = "portal_receipt"
    __table_args__ = (
        of_school("incident_id", "portal_incident"),
        UniqueConstraint("school_id", "code_hash"),
    )

    incident_id: Mapped[UUID]
    code_hash: Mapped[bytes] = mapped_column(LargeBinary)
