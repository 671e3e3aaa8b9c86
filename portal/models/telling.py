"""What was told to whom: submissions to the regulator, people affected, recipients of notices."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, Integer, LargeBinary, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from tenants.db import APPEND_ONLY, DELETABLE, Base, OfSchool, of_school


class SubmissionRow(Base, OfSchool):
    """A numbered, frozen snapshot of one submission. Nothing edits it, not even the portal."""

    __tablename__ = "portal_submission"
    __table_args__ = (
        of_school("incident_id", "portal_incident"),
        UniqueConstraint("school_id", "incident_id", "number"),
        APPEND_ONLY,
    )

    incident_id: Mapped[UUID]
    number: Mapped[int]
    kind: Mapped[str]
    snapshot: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str]
    """Of the snapshot's plain bytes, in hex; printed in the PDF's footer."""
    made_at: Mapped[datetime]


class SubmissionPdfRow(Base, OfSchool):
    """The PDF of a submission, made by a job from the snapshot: once, and never another."""

    __tablename__ = "portal_submission_pdf"
    __table_args__ = (
        of_school("submission_id", "portal_submission"),
        UniqueConstraint("school_id", "submission_id"),
        APPEND_ONLY,
    )

    submission_id: Mapped[UUID]
    body: Mapped[bytes] = mapped_column(LargeBinary)


class SubjectRow(Base, OfSchool):
    """A person affected, with their contacts, encrypted; and where telling them stands."""

    __tablename__ = "portal_subject"
    __table_args__ = (
        of_school("incident_id", "portal_incident"),
        UniqueConstraint("school_id", "incident_id", "match"),
        Index("ix_portal_subject_standing", "school_id", "incident_id", "standing", "id"),
        Index("ix_portal_subject_named", "school_id", "incident_id", "named"),
        DELETABLE,
    )

    incident_id: Mapped[UUID]
    match: Mapped[bytes] = mapped_column(LargeBinary)
    """Keyed hash of UPN, or of name and date of birth: importing again updates, never doubles."""
    named: Mapped[bytes] = mapped_column(LargeBinary)
    """Keyed hash of name and date of birth, by which one person is found again; as `match` where no
    number is known."""
    named_in: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    """`ListImportRow.version` of each import that names them."""
    body: Mapped[bytes] = mapped_column(LargeBinary)
    standing: Mapped[str]
    """'listed', 'to_be_told', 'told', 'held', 'blocked', 'unresolved'."""
    reason: Mapped[str]
    """Key of the reason for 'held', 'blocked' and 'unresolved'; never free text."""


class ListImportRow(Base, OfSchool):
    """An import, which made a version of the list of people affected; nothing of whom it names."""

    __tablename__ = "portal_list_import"
    __table_args__ = (
        of_school("incident_id", "portal_incident"),
        UniqueConstraint("school_id", "incident_id", "version"),
        APPEND_ONLY,
    )

    incident_id: Mapped[UUID]
    version: Mapped[int]
    at: Mapped[datetime]


class LongDeedRow(Base, OfSchool):
    """What was confirmed of a long list of people: done by a worker, whole or not at all.

    `body` holds what was read or said, encrypted, and nothing once it is settled.
    """

    __tablename__ = "portal_long_deed"
    __table_args__ = (
        of_school("incident_id", "portal_incident"),
        Index("ix_portal_long_deed_incident", "school_id", "incident_id", "made_at"),
    )

    incident_id: Mapped[UUID]
    person_id: Mapped[UUID]
    action: Mapped[str]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    total: Mapped[int]
    done: Mapped[int]
    """People made ready so far; the list itself changes once, at the end."""
    state: Mapped[str]
    """'waiting', 'done', 'refused'."""
    reason: Mapped[str]
    """The sentence of a refusal; repeats nothing of the list."""
    made_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


class RecipientRow(Base, OfSchool):
    """One envelope: one addressee or household, one channel; its standing is the proof."""

    __tablename__ = "portal_recipient"
    __table_args__ = (
        of_school("incident_id", "portal_incident"),
        Index("ix_portal_recipient_standing", "school_id", "incident_id", "standing"),
    )

    incident_id: Mapped[UUID]
    channel: Mapped[str]
    envelope: Mapped[bytes] = mapped_column(LargeBinary)
    notice_version: Mapped[int]
    standing: Mapped[str]
    """'waiting', 'sent', 'failed', 'uncertain', 'left_out', 'printed'."""
    reason: Mapped[str]
    settled_at: Mapped[datetime | None]
    """When it came to stand so: a letter, when it was printed. None while it waits."""


class AttemptRow(Base, OfSchool):
    """One attempt to reach one recipient, or what was heard of it later; never where they are
    reached, nor what the mail server said in words.
    """

    __tablename__ = "portal_attempt"
    __table_args__ = (
        of_school("recipient_id", "portal_recipient"),
        Index("ix_portal_attempt_recipient", "school_id", "recipient_id", "at"),
        APPEND_ONLY,
    )

    recipient_id: Mapped[UUID]
    at: Mapped[datetime]
    result: Mapped[str]
    """A value of `portal.rules.telling.attempts.Result`."""
    note: Mapped[str]
    """Class of an error and the server's code, as `EffectRow.error`; of a printed letter its number
    among those of the incident."""


class RecipientSubjectRow(Base, OfSchool):
    """Which people affected an envelope tells about.

    It names their incident too: all of an incident are read and erased at once, and a join of
    thousands just written to thousands just written is slow until PostgreSQL has statistics.
    """

    __tablename__ = "portal_recipient_subject"
    __table_args__ = (
        of_school("incident_id", "portal_incident"),
        of_school("recipient_id", "portal_recipient"),
        of_school("subject_id", "portal_subject"),
        UniqueConstraint("school_id", "recipient_id", "subject_id"),
        Index("ix_portal_recipient_subject_incident", "school_id", "incident_id"),
        Index("ix_portal_recipient_subject_subject", "school_id", "subject_id"),
        DELETABLE,
    )

    incident_id: Mapped[UUID]
    recipient_id: Mapped[UUID]
    subject_id: Mapped[UUID]


class FileRow(Base, OfSchool):
    """A document of the incident, encrypted: the print run of letters, a confirmation."""

    __tablename__ = "portal_file"
    __table_args__ = (
        of_school("incident_id", "portal_incident"),
        Index("ix_portal_file_incident", "school_id", "incident_id", "purpose"),
    )

    incident_id: Mapped[UUID]
    purpose: Mapped[str]
    name: Mapped[str]
    media_type: Mapped[str]
    sha256: Mapped[str]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    letters: Mapped[int]
    """How many are in it, on how many pages: these stay when the letters are erased."""
    pages: Mapped[int]
    made_at: Mapped[datetime]
