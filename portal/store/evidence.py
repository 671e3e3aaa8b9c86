"""Evidence files: how each stands with the scanner, and its content, piece by piece."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from portal.crypto import unseal_chunk
from portal.errors import NotFound
from portal.models.evidence import EvidenceChunkRow, EvidenceRow
from portal.rules.investigation.evidence import Scan
from portal.store.visibility import in_scope

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from sqlalchemy.orm import Session

    from tenants.db import Scope


@dataclass(frozen=True, slots=True)
class Stored:
    """A file as it lies here, unopened."""

    id: UUID
    incident_id: UUID
    size: int
    chunks: int
    scan: Scan


def scans(session: Session, scope: Scope, incident_id: UUID) -> dict[UUID, Scan]:
    """How each file of an incident stands with the virus scanner."""
    rows = session.execute(
        select(EvidenceRow.id, EvidenceRow.scan).where(
            in_scope(EvidenceRow, scope), EvidenceRow.incident_id == incident_id
        )
    )
    return {ident: Scan(scan) for ident, scan in rows}


def get_stored(session: Session, scope: Scope, evidence_id: UUID) -> Stored:
    """One file; `NotFound` when there is none of this id."""
    row = session.scalar(
        select(EvidenceRow).where(in_scope(EvidenceRow, scope), EvidenceRow.id == evidence_id)
    )
    if row is None:
        raise NotFound
    return Stored(row.id, row.incident_id, row.size, row.chunks, Scan(row.scan))


def content(session: Session, scope: Scope, key: bytes, stored: Stored) -> Iterator[bytes]:
    """What is in it, a piece at a time. Raises Tampered where one is missing or was altered."""
    for number in range(max(stored.chunks, 1)):
        body = session.scalar(
            select(EvidenceChunkRow.body).where(
                in_scope(EvidenceChunkRow, scope),
                EvidenceChunkRow.evidence_id == stored.id,
                EvidenceChunkRow.number == number,
            )
        )
        last = number == stored.chunks - 1
        yield unseal_chunk(
            key,
            body or b"",
            table=EvidenceRow.__tablename__,
            row=stored.id,
            number=number,
            last=last,
        )
