"""A long list of people affected: confirmed on a page, put on the list by a worker.

It is one decision, in the name of whoever confirmed it, and one transaction: whoever looks at the
list meanwhile sees the one before. A worker that dies leaves it so; the next begins again, and the
import's own id makes it once. Only how far it is goes out beside it, in short commits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert

from portal.actions import import_people
from portal.crypto import index_hmac, seal, unseal
from portal.desk.perform import Deed, perform
from portal.errors import NotAllowed, Refused
from portal.models.telling import PeopleImportRow
from portal.notices.people_list import ImportedPerson, to_import
from portal.outbox import relay
from portal.outbox import rows as outbox
from portal.rules.people_list import Imported
from portal.store import documents, keys
from tenants.db import Scope, open_session, uuid7

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.host import Services

LONGEST_IN_A_REQUEST: Final = 1_000
"""People; more than these are a worker's."""
BATCH: Final = 500

_TABLE: Final = PeopleImportRow.__tablename__


@dataclass(frozen=True, slots=True)
class ConfirmedList:
    """What was read and confirmed; `kinds` of data where the list does not say it."""

    people: tuple[ImportedPerson, ...]
    kinds: frozenset[str] = frozenset()
    source: str = ""


@dataclass(frozen=True, slots=True)
class _Job:
    """An import as stored, opened."""

    incident_id: UUID
    by: UUID
    school_key: bytes
    list: ConfirmedList


def begin(services: Services, deed: Deed, confirmed: ConfirmedList) -> UUID:
    """Hand a list to the workers; the import's id is the form's own key: posted twice, it is one.

    Raises `Erased` when the incident's key was destroyed.
    """
    scope, now = Scope.of(deed.school_id), services.clock.now()
    assert deed.incident_id is not None  # noqa: S101 - people are affected by an incident
    ident = deed.once or uuid7()
    with open_session(services.engine, scope) as session, session.begin():
        key = keys.incident_key(session, services.keyring, deed.school_id, deed.incident_id)
        body = documents.to_json(confirmed)
        session.execute(
            insert(PeopleImportRow)
            .values(
                school_id=deed.school_id,
                id=ident,
                incident_id=deed.incident_id,
                person_id=deed.by,
                body=seal(key, body, table=_TABLE, column="body", row=ident),
                total=len(confirmed.people),
                done=0,
                state="waiting",
                reason="",
                made_at=now,
            )
            .on_conflict_do_nothing(index_elements=["school_id", "id"])
        )
        outbox.write(
            session,
            school_id=deed.school_id,
            incident_id=deed.incident_id,
            kind="import_people",
            key=f"import_people:{ident}",
            subject_id=ident,
            run_after=now,
        )
    relay.nudge(services, [deed.school_id])
    return ident


def run(services: Services, school_id: UUID, import_id: UUID) -> None:
    """Do it: make the people ready batch by batch, then the one decision. Repeatable."""
    scope = Scope.of(school_id)
    with open_session(services.engine, scope) as session:
        job = _open(session, services, school_id, import_id)
    if job is None:
        return
    ready: list[Imported] = []
    for start in range(0, len(job.list.people), BATCH):
        batch = job.list.people[start : start + BATCH]
        ready.extend(
            to_import(
                batch,
                job.incident_id,
                lambda texts: [index_hmac(job.school_key, text) for text in texts],
                uuid7,
                job.list.kinds,
            )
        )
        _mark(services, school_id, import_id, done=len(ready))
    said = import_people.ImportPeople(tuple(ready), source=job.list.source)
    deed = Deed(school_id, job.by, job.incident_id, once=import_id)
    refusal = ""
    try:
        perform(services, import_people.ACTION, said, deed)
    except Refused as refused:
        refusal = refused.sentence
    except NotAllowed:
        refusal = "Whoever confirmed this list may not import people any more."
    _mark(
        services,
        school_id,
        import_id,
        state="refused" if refusal else "done",
        reason=refusal,
        body=b"",
        settled_at=services.clock.now(),
    )


def _open(session: Session, services: Services, school_id: UUID, import_id: UUID) -> _Job | None:
    row = session.get(PeopleImportRow, (school_id, import_id))
    if row is None or row.state != "waiting":
        return None
    key = keys.incident_key(session, services.keyring, school_id, row.incident_id)
    body = unseal(key, row.body, table=_TABLE, column="body", row=row.id)
    return _Job(
        incident_id=row.incident_id,
        by=row.person_id,
        school_key=keys.school_key(session, services.keyring, school_id),
        list=documents.from_json(ConfirmedList, body),
    )


def _mark(services: Services, school_id: UUID, import_id: UUID, **values: object) -> None:
    """Say how far it is, in a commit of its own."""
    with open_session(services.engine, Scope.of(school_id)) as session, session.begin():
        session.execute(
            update(PeopleImportRow)
            .where(PeopleImportRow.school_id == school_id, PeopleImportRow.id == import_id)
            .values(**values)
        )
