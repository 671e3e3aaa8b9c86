"""Store an evidence file piece by piece, and what the virus scanner says of it later."""

from __future__ import annotations

from itertools import chain, pairwise
from typing import TYPE_CHECKING, Final

from sqlalchemy import insert, update

from portal.crypto import seal_chunk
from portal.models.evidence import EvidenceChunkRow, EvidenceRow
from portal.rules.investigation.evidence import Scan
from tenants.db import uuid7

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.desk.writing.pen import Pen
    from portal.rules.rows import Evidence

TABLE: Final = EvidenceRow.__tablename__
# Into the table, not the mapped class: the session keeps no piece.
_CHUNK: Final = insert(EvidenceChunkRow.metadata.tables[EvidenceChunkRow.__tablename__])


def keep(pen: Pen, record: Evidence) -> None:
    """The file's row and its sealed pieces, of which one at a time is in memory."""
    row = EvidenceRow(
        id=record.id,
        size=record.size,
        chunks=0,
        scan=record.scan,
        scanned_at=pen.now if record.scan == Scan.CLEAN else None,
        added_at=pen.now,
        **pen.of_incident(),
    )
    pen.session.add(row)
    pen.session.flush()
    pieces = chain(record.content, [None])
    for number, (piece, following) in enumerate(pairwise(pieces)):
        assert piece is not None  # noqa: S101 - None is the end alone
        body = seal_chunk(
            pen.key, piece, table=TABLE, row=record.id, number=number, last=following is None
        )
        values = {"id": uuid7(), "evidence_id": record.id, "number": number, "body": body}
        pen.session.execute(_CHUNK, {"school_id": pen.school_id, **values})
        row.chunks = number + 1


def scanned(session: Session, school_id: UUID, evidence_id: UUID, scan: Scan, at: datetime) -> None:
    """What the scanner said."""
    session.execute(
        update(EvidenceRow)
        .where(EvidenceRow.school_id == school_id, EvidenceRow.id == evidence_id)
        .values(scan=scan, scanned_at=at)
    )
