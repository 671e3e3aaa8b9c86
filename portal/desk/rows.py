"""Store the records that an action makes beside the facts, each kind in its table."""

from __future__ import annotations

from functools import singledispatch
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from portal.crypto import index_hmac, seal
from portal.models.incidents import ConcernRow, InvolvementRow, ReceiptRow
from portal.models.telling import RecipientRow, RecipientSubjectRow, SubjectRow, SubmissionRow
from portal.outbox import rows as outbox
from portal.rules import rows as made
from portal.rules.words import Channel
from portal.store import keys
from tenants.db import uuid7

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from portal.crypto import KeyRing
    from portal.rules.facts import Facts


class Pen:
    """What storing a record needs: one transaction's session, keys and moment."""

    def __init__(
        self, session: Session, keyring: KeyRing, key: bytes, facts: Facts, now: datetime
    ) -> None:
        self.session = session
        self.keyring = keyring
        self.key = key
        self.school_id = facts.school_id
        self.incident_id = facts.incident_id
        self.now = now

    def seal(self, body: bytes, table: str, column: str, row: UUID) -> bytes:
        """Encrypt under the incident's key, bound to its place."""
        return seal(self.key, body, table=table, column=column, row=row)

    def school_key(self) -> bytes:
        """The school's key: what must be matched is hashed under it."""
        return keys.school_key(self.session, self.keyring, self.school_id)

    def of_incident(self) -> dict[str, UUID]:
        """The columns that every row beside an incident has."""
        return {"school_id": self.school_id, "incident_id": self.incident_id}


def write(  # noqa: PLR0913 - one transaction's whole context
    session: Session,
    keyring: KeyRing,
    key: bytes,
    facts: Facts,
    records: Iterable[object],
    now: datetime,
) -> None:
    """Store all of them. The list of people affected may be long: it goes in one statement."""
    pen = Pen(session, keyring, key, facts, now)
    people = [record for record in records if isinstance(record, made.ListedPerson)]
    if people:
        _store_people(pen, people)
    for record in records:
        if not isinstance(record, made.ListedPerson):
            _store(record, pen)


@singledispatch
def _store(record: object, pen: Pen) -> None:
    msg = f"no table for {type(record).__name__} {pen.incident_id}"
    raise TypeError(msg)


@_store.register
def _(record: made.Receipt, pen: Pen) -> None:
    code_hash = index_hmac(pen.school_key(), record.code)
    pen.session.add(ReceiptRow(id=uuid7(), code_hash=code_hash, **pen.of_incident()))


@_store.register
def _(record: made.Involve, pen: Pen) -> None:
    """Once is enough: somebody may lead, hand it on, and lead again."""
    pen.session.execute(
        insert(InvolvementRow)
        .values(id=uuid7(), person_id=record.person_id, how=record.how, **pen.of_incident())
        .on_conflict_do_nothing()
    )


@_store.register
def _(record: made.Hide, pen: Pen) -> None:
    pen.session.add(ConcernRow(id=uuid7(), person_id=record.person_id, **pen.of_incident()))


@_store.register
def _(record: made.Unhide, pen: Pen) -> None:
    pen.session.execute(
        delete(ConcernRow).where(
            ConcernRow.school_id == pen.school_id,
            ConcernRow.incident_id == pen.incident_id,
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
def _(record: made.Standing, pen: Pen) -> None:
    row = pen.session.get_one(SubjectRow, (pen.school_id, record.subject_id))
    row.standing, row.reason = record.standing, record.reason
    if record.body is not None:
        row.body = pen.seal(record.body, "portal_subject", "body", row.id)


@_store.register
def _(record: made.Envelope, pen: Pen) -> None:
    """An envelope; one that waits and goes by e-mail is an effect in this same commit."""
    pen.session.add(
        RecipientRow(
            id=record.id,
            channel=record.channel,
            envelope=pen.seal(record.body, "portal_recipient", "envelope", record.id),
            notice_version=record.notice_version,
            standing=record.standing,
            reason=record.reason,
            **pen.of_incident(),
        )
    )
    for subject_id in record.about:
        pen.session.add(
            RecipientSubjectRow(
                school_id=pen.school_id,
                id=uuid7(),
                recipient_id=record.id,
                subject_id=subject_id,
            )
        )
    if record.standing == "waiting" and record.channel is Channel.EMAIL:
        outbox.write(
            pen.session,
            school_id=pen.school_id,
            incident_id=pen.incident_id,
            kind="notice",
            key=f"notice:{record.id}",
            subject_id=record.id,
            run_after=pen.now,
        )


def _store_people(pen: Pen, people: list[made.ListedPerson]) -> None:
    """Add or replace the people affected: matched by UPN, or by name and date of birth."""
    school_key = pen.school_key()
    matches = [index_hmac(school_key, f"{pen.incident_id}:{p.match}") for p in people]
    statement = insert(SubjectRow)
    replaced = ("match", "list_version", "body", "standing", "reason")
    pen.session.execute(
        statement.on_conflict_do_update(
            index_elements=["school_id", "id"],
            set_={name: statement.excluded[name] for name in replaced},
        ),
        [
            {
                "id": person.id,
                "match": match,
                "list_version": person.list_version,
                "body": pen.seal(person.body, "portal_subject", "body", person.id),
                "standing": person.standing,
                "reason": person.reason,
                **pen.of_incident(),
            }
            for person, match in zip(people, matches, strict=True)
        ],
    )
