"""Who exists, who oversees whom, who is what where, and which policy a school has adopted.

Periods of days run from `from_on` to `until_on`, both included; no `until_on` means until further
notice. Rows end, they are not deleted: a decision of years ago still names its people.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tenants.calendar import Nation
from tenants.db import APPEND_ONLY, DELETABLE, Base, OfSchool, uuid7
from tenants.naming import SLUG
from tenants.roles import IN_ONE_INCIDENT, Role


class OrganisationKind(StrEnum):
    """What an organisation is. Only a school has incidents."""

    SCHOOL = "school"
    TRUST = "trust"
    DPO_SERVICE = "dpo_service"
    LOCAL_AUTHORITY = "local_authority"


class AbsenceKind(StrEnum):
    """Why somebody is away, as far as others need to know."""

    LEAVE = "leave"
    SICKNESS = "sickness"
    OTHER = "other"


class OversightKind(StrEnum):
    """What one organisation is to a school."""

    DPO_SERVICE = "dpo_service"
    LOCAL_AUTHORITY = "local_authority"
    TRUST = "trust"
    SUCCESSOR = "successor"  # keeps the records of a school that has closed


def _days_in_order(rule: str = "until_on >= from_on") -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name="days_in_order")


def _text_default() -> Mapped[str]:
    return mapped_column(server_default="", default="")


class Organisation(Base):
    """A school, trust, DPO service or local authority. A school's id is its tenant id."""

    __tablename__ = "tenants_organisation"
    __table_args__ = (
        sa.CheckConstraint(f"slug ~ '{SLUG}'", name="slug"),
        sa.CheckConstraint("accent ~ '^#[0-9a-f]{6}$'", name="accent"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    kind: Mapped[OrganisationKind]
    name: Mapped[str]
    slug: Mapped[str] = mapped_column(unique=True)
    """The school's part of its pages' addresses."""
    nation: Mapped[Nation] = mapped_column(default=Nation.ENGLAND)
    accent: Mapped[str | None]
    """A colour as '#rrggbb' beside the school's name."""
    address: Mapped[str] = _text_default()
    phone: Mapped[str] = _text_default()
    email: Mapped[str] = _text_default()
    ico_registration: Mapped[str] = _text_default()
    """Number of the data protection fee, asked by the regulator's form."""
    urn: Mapped[str | None] = mapped_column(unique=True)
    """A school's number in the DfE's register."""
    type: Mapped[str] = _text_default()
    """What the register calls a school like this: 'Academy converter'."""
    until_on: Mapped[date | None]
    """A school's last day: afterwards its own people are nobody there."""


class Person(Base):
    """A human. A person belongs to as many organisations as they have memberships."""

    __tablename__ = "tenants_person"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    name: Mapped[str]
    email: Mapped[str]
    phone: Mapped[str] = _text_default()
    second_email: Mapped[str] = _text_default()
    """An address outside the school's own mail, for the day on which that is affected."""
    user_ref: Mapped[str | None] = mapped_column(unique=True)
    """The host's user, opaque to us; set when an invitation is opened while signed in."""


class Membership(Base):
    """What one person is at one organisation, for a time."""

    __tablename__ = "tenants_membership"
    __table_args__ = (
        # ended on the day on which it began, it has held on no day
        _days_in_order("until_on >= from_on - 1"),
        sa.CheckConstraint(
            f"role not in ({', '.join(repr(role.value) for role in sorted(IN_ONE_INCIDENT))})",
            name="role_of_members",
        ),
        sa.Index(None, "organisation_id", "role"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    organisation_id: Mapped[UUID] = mapped_column(sa.ForeignKey("tenants_organisation.id"))
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("tenants_person.id"), index=True)
    role: Mapped[Role]
    job_title: Mapped[str] = _text_default()
    from_on: Mapped[date]
    until_on: Mapped[date | None]


class Oversight(OfSchool, Base):
    """An organisation that looks after, or contains, a school for a time."""

    __tablename__ = "tenants_oversight"
    __table_args__ = (
        _days_in_order("until_on >= from_on - 1"),
        sa.UniqueConstraint("school_id", "overseer_id", "kind", "from_on"),
    )

    overseer_id: Mapped[UUID] = mapped_column(sa.ForeignKey("tenants_organisation.id"), index=True)
    kind: Mapped[OversightKind]
    from_on: Mapped[date]
    until_on: Mapped[date | None]


class DpoAppointment(OfSchool, Base):
    """The named DPO of a school, as printed (SIP-dpo); deleted only before it begins (DBRP-1.9)."""

    __tablename__ = "tenants_dpo_appointment"
    __table_args__ = (_days_in_order(), sa.UniqueConstraint("school_id", "from_on"), DELETABLE)

    person_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("tenants_person.id"), index=True)
    """Who holds the role here; none where only a name is known yet."""
    service_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("tenants_organisation.id"))
    """The service, trust or authority that the officer belongs to; none for the school’s own."""
    since_at: Mapped[datetime | None]  # from when they can have left something unanswered
    name: Mapped[str]
    email: Mapped[str]
    phone: Mapped[str]
    from_on: Mapped[date]
    until_on: Mapped[date | None]


class Absence(OfSchool, Base):
    """Somebody is away from a school: from all their roles there, or from one."""

    __tablename__ = "tenants_absence"
    __table_args__ = (
        sa.CheckConstraint("until_at > from_at", name="times_in_order"),
        sa.CheckConstraint("until_at is not null or review_on is not null", name="ends_or_review"),
        sa.Index(None, "school_id", "person_id"),
        DELETABLE,
    )

    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("tenants_person.id"))
    role: Mapped[Role | None]
    kind: Mapped[AbsenceKind] = mapped_column(server_default="other", default=AbsenceKind.OTHER)
    from_at: Mapped[datetime]
    until_at: Mapped[datetime | None]
    """None: nobody knows yet; then `review_on` is when somebody asks again."""
    review_on: Mapped[date | None]
    stand_in_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("tenants_person.id"))
    """Whoever stands in before those whom the policy names (DBRP-5.7)."""
    everywhere_since: Mapped[datetime | None]  # when it was said of all their schools


class SchoolClosure(OfSchool, Base):
    """Days on which a school is closed, and who can be reached then (DBRP-6.1)."""

    __tablename__ = "tenants_closure"
    __table_args__ = (_days_in_order(), sa.UniqueConstraint("school_id", "uid"), DELETABLE)

    from_on: Mapped[date]
    until_on: Mapped[date]
    name: Mapped[str] = _text_default()
    cover_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("tenants_person.id"))
    """Whoever is reachable every day of it, and stands in for Headteacher and DPO."""
    recorded_at: Mapped[datetime | None]  # when it was typed in or read from a file
    uid: Mapped[str | None]
    """Its name in the file it was read from: read again, it is the same closure."""
    batch_id: Mapped[UUID | None]
    """Those saved in one go, which can be taken back together."""


class Sending(Base):
    """A form of administration that was sent: the same form sent twice is one change."""

    __tablename__ = "tenants_sending"
    __table_args__ = (APPEND_ONLY,)

    organisation_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("tenants_organisation.id"), primary_key=True
    )
    once: Mapped[UUID] = mapped_column(primary_key=True)
    what: Mapped[str]
    subject_id: Mapped[UUID]


class Adoption(OfSchool, Base):
    """One version of a school's policy, with its document control (SIP-doc). Never changed.

    Holds the variant's text of that day, by which incidents go on. No `adopted_by`: the operator.
    """

    __tablename__ = "tenants_adoption"
    __table_args__ = (
        sa.UniqueConstraint("school_id", "version"),
        sa.CheckConstraint("version > 0", name="version"),
        APPEND_ONLY,
    )

    version: Mapped[int]
    variant: Mapped[str]
    variant_text: Mapped[str]
    own_answers: Mapped[dict[str, Any]]
    """{question: value} where the school answers otherwise than the variant."""
    own_clauses: Mapped[dict[str, Any]] = mapped_column(server_default="{}", default=dict)
    """{question: clause} where an answer stands in the school's own document."""
    in_force_from: Mapped[date]
    approved_on: Mapped[date]
    approved_by: Mapped[str]
    next_review_on: Mapped[date]
    adopted_by: Mapped[UUID | None]


class PolicyDraft(OfSchool, Base):
    """The version of a policy that a school is writing: one at a time, and in force for nobody."""

    __tablename__ = "tenants_policy_draft"
    __table_args__ = (sa.UniqueConstraint("school_id"), DELETABLE)

    variant: Mapped[str]
    variant_text: Mapped[str]
    own_answers: Mapped[dict[str, Any]]
    own_clauses: Mapped[dict[str, Any]]
    changed_at: Mapped[datetime]
