"""Deeds too long for a request: what is done to all of a long list of people affected is confirmed
on a page, and a worker does it. It puts people on the list, or marks all their contacts as checked.

It is one decision, in the name of whoever confirmed it, and one transaction: whoever looks at the
list meanwhile sees the one before. A worker that dies leaves it so; the next begins again, and the
deed's own id makes it once. Only how far it is goes out beside it, in short commits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert

from portal.actions import clear_contacts, import_people
from portal.actions.clear_contacts import ClearContacts
from portal.actions.import_people import ImportPeople
from portal.crypto import index_hmac, seal, unseal
from portal.desk.perform import Deed, perform
from portal.errors import NotAllowed, Refused
from portal.models.telling import LongDeedRow
from portal.notices.people_list import ImportedPerson, to_import
from portal.outbox import relay
from portal.outbox import rows as outbox
from portal.rules.telling.people_list import Imported
from portal.store import documents, keys
from tenants.db import Scope, open_session, uuid7

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from portal.host import Services
    from portal.rules.outcome import AnyAction

LONGEST_IN_A_REQUEST: Final = 1_000
"""People; what is done to more than these is a worker's."""
BATCH: Final = 500
KIND: Final = "long_deed"
"""Of the effect that wakes the worker."""

_TABLE: Final = LongDeedRow.__tablename__


@dataclass(frozen=True, slots=True)
class ConfirmedList:
    """What was read and confirmed; `kinds` of data where the list does not say it."""

    people: tuple[ImportedPerson, ...]
    kinds: frozenset[str] = frozenset()
    source: str = ""

    @property
    def total(self) -> int:
        """How many people it is about."""
        return len(self.people)


@dataclass(frozen=True, slots=True)
class ConfirmedCheck:
    """The contacts of `total` people are checked, as `ClearContacts` has it; said of the list as it
    was in this version of the incident, and of no other.
    """

    against: str
    responsible: frozenset[UUID]
    total: int
    seen: int


Confirmed = ConfirmedList | ConfirmedCheck
_ACTIONS: Final[dict[type[Confirmed], AnyAction]] = {
    ConfirmedList: import_people.ACTION,
    ConfirmedCheck: clear_contacts.ACTION,
}
_SHAPES: Final = {action.name: shape for shape, action in _ACTIONS.items()}


@dataclass(frozen=True, slots=True)
class _Job:
    """What is to be done, as stored, opened."""

    incident_id: UUID
    by: UUID
    school_key: bytes
    confirmed: Confirmed


def begin(services: Services, deed: Deed, confirmed: Confirmed) -> UUID:
    """Hand it to the workers; the deed's id is the form's own key: posted twice, it is one.

    Raises `Erased` when the incident's key was destroyed.
    """
    scope, now = Scope.of(deed.school_id), services.clock.now()
    assert deed.incident_id is not None  # noqa: S101 - people are affected by an incident
    ident = deed.once or uuid7()
    with open_session(services.engine, scope) as session, session.begin():
        key = keys.incident_key(session, services.keyring, deed.school_id, deed.incident_id)
        body = documents.to_json(confirmed)
        action = _ACTIONS[type(confirmed)]
        session.execute(
            insert(LongDeedRow)
            .values(
                school_id=deed.school_id,
                id=ident,
                incident_id=deed.incident_id,
                person_id=deed.by,
                action=action.name,
                body=seal(key, body, table=_TABLE, column="body", row=ident),
                total=confirmed.total,
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
            kind=KIND,
            key=f"{KIND}:{ident}",
            subject_id=ident,
            run_after=now,
        )
    relay.nudge(services, [deed.school_id])
    return ident


def run(services: Services, school_id: UUID, deed_id: UUID) -> None:
    """Do it: make ready what there is to be, then the one decision. Repeatable."""
    scope = Scope.of(school_id)
    with open_session(services.engine, scope) as session:
        job = _open(session, services, school_id, deed_id)
    if job is None:
        return
    said, seen = _said(services, school_id, deed_id, job)
    deed = Deed(school_id, job.by, job.incident_id, once=deed_id, seen=seen)
    refusal = ""
    try:
        perform(services, _ACTIONS[type(job.confirmed)], said, deed)
    except Refused as refused:
        refusal = refused.sentence
    except NotAllowed:
        refusal = "Whoever confirmed this may not import or check people any more."
    _mark(
        services,
        school_id,
        deed_id,
        state="refused" if refusal else "done",
        reason=refusal,
        body=b"",
        settled_at=services.clock.now(),
    )


def _said(
    services: Services, school_id: UUID, deed_id: UUID, job: _Job
) -> tuple[ImportPeople | ClearContacts, int | None]:
    """As the action takes it, and the version of the incident that it was said of."""
    confirmed = job.confirmed
    if isinstance(confirmed, ConfirmedCheck):
        return ClearContacts(confirmed.against, confirmed.responsible), confirmed.seen
    ready: list[Imported] = []
    for start in range(0, len(confirmed.people), BATCH):
        ready.extend(
            to_import(
                confirmed.people[start : start + BATCH],
                job.incident_id,
                lambda texts: [index_hmac(job.school_key, text) for text in texts],
                uuid7,
                confirmed.kinds,
            )
        )
        _mark(services, school_id, deed_id, done=len(ready))
    return ImportPeople(tuple(ready), source=confirmed.source), None


def _open(session: Session, services: Services, school_id: UUID, deed_id: UUID) -> _Job | None:
    row = session.get(LongDeedRow, (school_id, deed_id))
    if row is None or row.state != "waiting":
        return None
    key = keys.incident_key(session, services.keyring, school_id, row.incident_id)
    body = unseal(key, row.body, table=_TABLE, column="body", row=row.id)
    return _Job(
        incident_id=row.incident_id,
        by=row.person_id,
        school_key=keys.school_key(session, services.keyring, school_id),
        confirmed=documents.from_json(_SHAPES[row.action], body),
    )


def _mark(services: Services, school_id: UUID, deed_id: UUID, **values: object) -> None:
    """Say how far it is, in a commit of its own."""
    with open_session(services.engine, Scope.of(school_id)) as session, session.begin():
        session.execute(
            update(LongDeedRow)
            .where(LongDeedRow.school_id == school_id, LongDeedRow.id == deed_id)
            .values(**values)
        )
