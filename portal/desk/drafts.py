"""Save what was typed on a journey of several pages; nothing is decided by a draft.

A draft is its owner's own: nobody else can open it, but for a report to the regulator, with which
whoever may make it goes on. It is encrypted under the school's key.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pydantic_core import from_json, to_json

from portal.crypto import seal, unseal
from portal.store import drafts as stored
from portal.store import keys
from tenants.db import Scope, open_session, uuid7
from tenants.trips import tell

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.crypto import KeyRing
    from portal.host import Services
    from tenants.trips import Query

Answers = dict[str, object]


@dataclass(frozen=True, slots=True)
class Draft:
    """The answers so far, by the names of the form's fields."""

    id: UUID
    kind: str
    answers: Answers
    incident_id: UUID | None = None
    key: bytes | None = field(default=None, repr=False)
    """The school's key, once it has one."""


def unfinished(
    session: Session,
    keyring: KeyRing,
    school_id: UUID,
    person_id: UUID,
    kind: str,
    incident_id: UUID | None = None,
) -> Draft:
    """The person's unfinished draft of this kind, or a new, empty one (not stored yet)."""
    return find_unfinished(keyring, school_id, person_id, kind, incident_id).within(session)


def find_unfinished(
    keyring: KeyRing, school_id: UUID, person_id: UUID, kind: str, incident_id: UUID | None = None
) -> Query[Draft]:
    """The same, to be asked in one trip with other things."""

    def opened(found: tuple[UUID | None, bytes, bytes] | None) -> Draft:
        if found is None:
            return Draft(uuid7(), kind, {}, incident_id)
        draft_id, body, wrapped = found
        key = keyring.unwrap(wrapped, school_id)
        if draft_id is None:
            return Draft(uuid7(), kind, {}, incident_id, key)
        return Draft(draft_id, kind, unsealed(draft_id, body, key), incident_id, key)

    return stored.find_draft(Scope.of(school_id), person_id, kind, incident_id).then(opened)


@dataclass(frozen=True, slots=True)
class OfAnother:
    """What somebody else has typed."""

    person_id: UUID
    at: datetime
    answers: Answers

    @property
    def written(self) -> int:
        """How many answers."""
        return sum(isinstance(said, dict) for said in self.answers.values())


def of_others(
    session: Session,
    keyring: KeyRing,
    school_id: UUID,
    person_id: UUID,
    kind: str,
    incident_id: UUID,
) -> list[OfAnother]:
    """The drafts of this kind in an incident but for the person's own, the latest first."""
    rows = [
        row
        for row in stored.begun_in(session, Scope.of(school_id), [incident_id])
        if row.kind == kind and row.person_id != person_id
    ]
    if not rows:
        return []
    key = keys.school_key(session, keyring, school_id)
    rows.sort(key=lambda row: row.updated_at, reverse=True)
    return [
        OfAnother(row.person_id, row.updated_at, unsealed(row.id, row.body, key)) for row in rows
    ]


def save(
    services: Services, school_id: UUID, person_id: UUID, draft: Draft, said: Mapping[str, object]
) -> Draft:
    """Add these answers to the draft and store it, in a transaction of its own."""
    answers = {**draft.answers, **said}
    key = draft.key or _school_key(services, school_id)
    put = stored.put_draft(
        school_id=school_id,
        id=draft.id,
        person_id=person_id,
        kind=draft.kind,
        incident_id=draft.incident_id,
        body=seal(key, to_json(answers), table="portal_draft", column="body", row=draft.id),
        updated_at=services.clock.now(),
    )
    tell(services.engine, Scope.of(school_id), put)
    return replace(draft, answers=answers, key=key)


def discard(services: Services, school_id: UUID, person_id: UUID, draft_id: UUID) -> None:
    """Forget a draft: it has been sent, or its owner wants it gone."""
    tell(services.engine, Scope.of(school_id), discarded(school_id, person_id, draft_id))


def discarded(school_id: UUID, person_id: UUID, draft_id: UUID) -> Query[None]:
    """The same, to be done in the commit of what the draft was for."""
    return stored.delete_draft(Scope.of(school_id), person_id, draft_id)


def _school_key(services: Services, school_id: UUID) -> bytes:
    """The key of the school; made here by whoever is the first to need it."""
    with open_session(services.engine, Scope.of(school_id)) as session, session.begin():
        return keys.school_key(session, services.keyring, school_id)


def unsealed(draft_id: UUID, body: bytes, key: bytes) -> Answers:
    """The answers of a stored draft, opened with the school's key."""
    answers: Answers = from_json(
        unseal(key, body, table="portal_draft", column="body", row=draft_id)
    )
    return answers
