"""Reports to the regulator as they were made: frozen snapshots, and the PDF of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from portal.crypto import seal, unseal
from portal.errors import NotFound
from portal.models.telling import SubmissionRow
from portal.store import keys
from portal.store.visibility import in_scope

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.crypto import KeyRing
    from tenants.db import Scope


@dataclass(frozen=True, slots=True)
class StoredSubmission:
    """One report. `pdf` is None until a job has made it."""

    id: UUID
    number: int
    snapshot: bytes
    sha256: str
    made_at: datetime
    pdf: bytes | None


def get_submission(
    session: Session, scope: Scope, keyring: KeyRing, submission_id: UUID
) -> StoredSubmission:
    """One report, opened; `NotFound` outside the scope."""
    row = _row(session, scope, submission_id)
    return _opened(row, keys.incident_key(session, keyring, row.school_id, row.incident_id))


def last_submission(
    session: Session, scope: Scope, key: bytes, incident_id: UUID
) -> StoredSubmission | None:
    """The latest report of an incident, which the next one is compared with."""
    row = session.scalars(
        select(SubmissionRow)
        .where(in_scope(SubmissionRow, scope), SubmissionRow.incident_id == incident_id)
        .order_by(SubmissionRow.number.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else _opened(row, key)


def keep_pdf(
    session: Session, scope: Scope, keyring: KeyRing, submission_id: UUID, pdf: bytes
) -> None:
    """Store the PDF of a report, sealed; the same snapshot makes the same file."""
    row = _row(session, scope, submission_id)
    key = keys.incident_key(session, keyring, row.school_id, row.incident_id)
    row.pdf = seal(key, pdf, table="portal_submission", column="pdf", row=row.id)


def _row(session: Session, scope: Scope, submission_id: UUID) -> SubmissionRow:
    row = session.scalars(
        select(SubmissionRow).where(
            in_scope(SubmissionRow, scope), SubmissionRow.id == submission_id
        )
    ).one_or_none()
    if row is None:
        raise NotFound
    return row


def _opened(row: SubmissionRow, key: bytes) -> StoredSubmission:
    table = "portal_submission"
    return StoredSubmission(
        id=row.id,
        number=row.number,
        snapshot=unseal(key, row.snapshot, table=table, column="snapshot", row=row.id),
        sha256=row.sha256,
        made_at=row.made_at,
        pdf=None
        if row.pdf is None
        else unseal(key, row.pdf, table=table, column="pdf", row=row.id),
    )
