"""Erase the people affected by an incident: the list, letters printed from it, what of it a
worker was given.

The notices stay as proof of who was told about whom, without where anybody is reached. When the
time of the whole incident is over, its key goes: nothing sealed with it can be read again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, update

from portal.models.telling import (
    FileRow,
    LongDeedRow,
    RecipientRow,
    RecipientSubjectRow,
    SubjectRow,
)
from portal.models.working import DraftRow
from portal.outbox import rows as outbox
from portal.store import keys
from portal.store.files import ERASED, PRINT_RUN

if TYPE_CHECKING:
    from uuid import UUID

    from portal.desk.writing.pen import Pen
    from portal.rules.rows import ErasePeople

IMPORT_DRAFT = "people_list"
"""The kind of the draft that holds an uploaded list until it is confirmed."""


def erase_people(pen: Pen, records: list[ErasePeople]) -> None:
    """All of it, in the transaction of the decision."""
    school, incident = pen.school_id, pen.incident_id
    pen.session.execute(
        delete(RecipientSubjectRow).where(
            RecipientSubjectRow.school_id == school, RecipientSubjectRow.incident_id == incident
        )
    )
    pen.session.execute(
        delete(SubjectRow).where(SubjectRow.school_id == school, SubjectRow.incident_id == incident)
    )
    pen.session.execute(
        delete(DraftRow).where(
            DraftRow.school_id == school,
            DraftRow.incident_id == incident,
            DraftRow.kind == IMPORT_DRAFT,
        )
    )
    pen.session.execute(
        update(LongDeedRow)
        .where(LongDeedRow.school_id == school, LongDeedRow.incident_id == incident)
        .values(body=b"")
    )
    pen.session.execute(
        update(FileRow)
        .where(
            FileRow.school_id == school,
            FileRow.incident_id == incident,
            FileRow.purpose == PRINT_RUN,
        )
        .values(purpose=ERASED, body=b"")
    )
    _keep_proof(pen, [envelope for record in records for envelope in record.envelopes])


def erase_incident(pen: Pen) -> None:
    """Nothing of it leaves any more, what was made from it is emptied, its key is destroyed."""
    school, incident = pen.school_id, pen.incident_id
    pen.session.execute(
        delete(DraftRow).where(DraftRow.school_id == school, DraftRow.incident_id == incident)
    )
    pen.session.execute(
        update(FileRow)
        .where(FileRow.school_id == school, FileRow.incident_id == incident)
        .values(purpose=ERASED, name="", body=b"")
    )
    outbox.stop_all(pen.session, school, incident, pen.now)
    keys.destroy_incident_key(pen.session, school, incident, pen.now)


def _keep_proof(pen: Pen, envelopes: list[tuple[UUID, bytes]]) -> None:
    if not envelopes:
        return
    pen.session.connection().execute(
        update(RecipientRow)
        .where(RecipientRow.school_id == pen.school_id, RecipientRow.id == bindparam("recipient"))
        .values(envelope=bindparam("sealed")),
        [
            {
                "recipient": ident,
                "sealed": pen.seal(body, RecipientRow.__tablename__, "envelope", ident),
            }
            for ident, body in envelopes
        ],
    )
