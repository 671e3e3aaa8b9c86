"""Reports to the regulator as they were made: frozen snapshots, and the PDF of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from portal.crypto import seal, unseal
from portal.errors import NotFound
from portal.models.telling import SubmissionPdfRow, SubmissionRow
from portal.store import keys
from portal.store.visibility import in_scope
from tenants.db import uuid7

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.crypto import KeyRing
    from tenants.db import Scope


@dataclass(frozen=True, slots=True)
class StoredSubmission:
    """One report, opened."""

    id: UUID
    number: int
    snapshot: bytes
    sha256: str
    made_at: datetime
    key: bytes = field(repr=False)
    """Of its incident; the PDF is sealed with it."""


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


def find_pdf(session: Session, scope: Scope, key: bytes, submission_id: UUID) -> bytes | None:
    """The PDF of a report; None until a job has made it."""
    row = session.scalars(
        select(SubmissionPdfRow).where(
            in_scope(SubmissionPdfRow, scope), SubmissionPdfRow.submission_id == submission_id
        )
    ).one_or_none()
    if row is None:
        return None
    return unseal(key, row.body, table="portal_submission_pdf", column="body", row=submission_id)


def keep_pdf(
    session: Session, scope: Scope, keyring: KeyRing, submission_id: UUID, pdf: bytes
) -> None:
    """Store the PDF of a report, sealed; the first one stays, and a second would be the same."""
    row = _row(session, scope, submission_id)
    key = keys.incident_key(session, keyring, row.school_id, row.incident_id)
    body = seal(key, pdf, table="portal_submission_pdf", column="body", row=row.id)
    session.execute(
        insert(SubmissionPdfRow)
        .values(school_id=row.school_id, id=uuid7(), submission_id=row.id, body=body)
        .on_conflict_do_nothing(index_elements=["school_id", "submission_id"])
    )


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
        key=key,
    )
