"""Save what was typed on a journey of several pages; nothing is decided by a draft.

A draft is its owner's own: nobody else can open it. It is encrypted under the school's key.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic_core import from_json, to_json

from portal.crypto import seal, unseal
from portal.errors import NotFound
from portal.store import drafts as stored
from portal.store import keys
from tenants.db import Scope, open_session, uuid7

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.crypto import KeyRing
    from portal.host import Services
    from portal.models.working import DraftRow

Answers = dict[str, object]


@dataclass(frozen=True, slots=True)
class Draft:
    """The answers so far, by the names of the form's fields."""

    id: UUID
    kind: str
    answers: Answers
    incident_id: UUID | None = None


def unfinished(
    session: Session,
    keyring: KeyRing,
    school_id: UUID,
    person_id: UUID,
    kind: str,
    incident_id: UUID | None = None,
) -> Draft:
    """The person's unfinished draft of this kind, or a new, empty one (not stored yet)."""
    row = stored.find_draft(session, Scope.of(school_id), person_id, kind, incident_id)
    if row is None:
        return Draft(uuid7(), kind, {}, incident_id)
    return _opened(row, keys.school_key(session, keyring, school_id))


def get(services: Services, school_id: UUID, person_id: UUID, draft_id: UUID) -> Draft:
    """A stored draft of this person; else `NotFound`."""
    scope = Scope.of(school_id)
    with open_session(services.engine, scope) as session:
        row = stored.get_draft(session, scope, person_id, draft_id)
        if row is None:
            raise NotFound
        return _opened(row, keys.school_key(session, services.keyring, school_id))


def save(
    services: Services, school_id: UUID, person_id: UUID, draft: Draft, said: Mapping[str, object]
) -> Draft:
    """Add these answers to the draft and store it, in a transaction of its own."""
    answers = {**draft.answers, **said}
    with open_session(services.engine, Scope.of(school_id)) as session, session.begin():
        key = keys.school_key(session, services.keyring, school_id)
        stored.put_draft(
            session,
            school_id=school_id,
            id=draft.id,
            person_id=person_id,
            kind=draft.kind,
            incident_id=draft.incident_id,
            body=seal(key, to_json(answers), table="portal_draft", column="body", row=draft.id),
            updated_at=services.clock.now(),
        )
    return Draft(draft.id, draft.kind, answers, draft.incident_id)


def discard(services: Services, school_id: UUID, person_id: UUID, draft_id: UUID) -> None:
    """Forget a draft: it has been sent, or its owner wants it gone."""
    scope = Scope.of(school_id)
    with open_session(services.engine, scope) as session, session.begin():
        row = stored.get_draft(session, scope, person_id, draft_id)
        if row is not None:
            session.delete(row)


def _opened(row: DraftRow, key: bytes) -> Draft:
    body = unseal(key, row.body, table="portal_draft", column="body", row=row.id)
    return Draft(row.id, row.kind, from_json(body), row.incident_id)
