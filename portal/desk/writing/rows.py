"""Store the records that an action makes beside the facts, each kind in its table."""

from __future__ import annotations

from functools import singledispatch
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import delete, exists
from sqlalchemy.dialects.postgresql import insert

from portal.crypto import index_hmac
from portal.desk.writing import erasing, evidence_rows, people_rows
from portal.desk.writing.involving import involve
from portal.desk.writing.pen import Pen
from portal.models.incidents import ConcernRow, ReceiptRow
from portal.models.keys import IncidentKeyRow
from portal.models.telling import SubmissionRow
from portal.rules import rows as made
from tenants.db import uuid7

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from portal.crypto import KeyRing
    from portal.rules.facts import Facts


def write(
    session: Session,
    keyring: KeyRing,
    key: bytes,
    facts: Facts,
    records: Iterable[object],
    now: datetime,
    done_at: datetime | None = None,
) -> None:
    """Store all of them. What is about the people affected may be many rows, and goes together.

    `done_at`: when it was done, where that was before it is recorded.
    """
    pen = Pen(session, keyring, key, facts, now, done_at or now)
    for record in people_rows.store(pen, records):
        _store(record, pen)


@singledispatch
def _store(record: object, pen: Pen) -> None:
    msg = f"no table for {type(record).__name__} {pen.incident_id}"
    raise TypeError(msg)


@_store.register
def _(record: made.Receipt, pen: Pen) -> None:
    code_hash = index_hmac(pen.school_key(), record.code)
    statement = insert(ReceiptRow).values(id=uuid7(), code_hash=code_hash, **pen.of_incident())
    # of an incident that was erased meanwhile, the code leads on to the one that comes after it
    gone = exists().where(
        IncidentKeyRow.school_id == ReceiptRow.school_id,
        IncidentKeyRow.id == ReceiptRow.incident_id,
        IncidentKeyRow.wrapped.is_(None),
    )
    moved = statement.on_conflict_do_update(
        index_elements=["school_id", "code_hash"],
        set_={"incident_id": pen.incident_id},
        where=gone,
    )
    pen.session.scalars(moved.returning(ReceiptRow.id)).one()


@_store.register
def _(record: made.Involve, pen: Pen) -> None:
    involve(pen.session, pen.of_incident(), record.person_id, record.how)


@_store.register
def _(record: made.Hide, pen: Pen) -> None:
    hidden = {**pen.of_incident(), "id": uuid7(), "person_id": record.person_id}
    if record.incident_id is not None:
        hidden["incident_id"] = record.incident_id
    pen.session.execute(insert(ConcernRow).on_conflict_do_nothing(), hidden)


@_store.register
def _(record: made.Unhide, pen: Pen) -> None:
    pen.session.execute(
        delete(ConcernRow).where(
            ConcernRow.school_id == pen.school_id,
            ConcernRow.incident_id == (record.incident_id or pen.incident_id),
            ConcernRow.person_id == record.person_id,
        )
    )


@_store.register
def _(record: made.FrozenSubmission, pen: Pen) -> None:
    pen.session.add(
        SubmissionRow(
            id=record.id,
            number=record.number,
            kind=record.kind,
            snapshot=pen.seal(record.snapshot, "portal_submission", "snapshot", record.id),
            sha256=sha256(record.snapshot).hexdigest(),
            made_at=pen.now,
            **pen.of_incident(),
        )
    )


@_store.register
def _(_record: made.EraseIncident, pen: Pen) -> None:
    erasing.erase_incident(pen)


@_store.register
def _(record: made.Evidence, pen: Pen) -> None:
    evidence_rows.keep(pen, record)
