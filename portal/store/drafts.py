"""Drafts: always of one owner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from portal.models.working import DraftRow
from portal.store.visibility import in_scope
from tenants.trips import Query, no_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from tenants.db import Scope


def find_draft(
    scope: Scope, person_id: UUID, kind: str, incident_id: UUID | None
) -> Query[tuple[UUID | None, bytes, bytes] | None]:
    """The person's latest draft of this kind: its id, its body, and the school's wrapped key.

    With no draft the key comes alone, for the first; None while the school has no key either.
    """
    whose = {"schools": scope.text, "person": person_id, "kind": kind}
    return Query(_FIND, {**whose, "incident": incident_id}, lambda rows: rows[0] if rows else None)


def lock_drafts(session: Session, scope: Scope, ids: Sequence[UUID]) -> Sequence[DraftRow]:
    """These drafts, locked, as far as they are still there; whose they are does not matter."""
    return session.scalars(
        select(DraftRow)
        .where(in_scope(DraftRow, scope), DraftRow.id.in_(ids))
        .order_by(DraftRow.id)
        .with_for_update(skip_locked=True)
    ).all()


def begun_in(session: Session, scope: Scope, incidents: Collection[UUID]) -> Sequence[DraftRow]:
    """What has been begun in these incidents, whoever's it is."""
    return session.scalars(
        select(DraftRow).where(in_scope(DraftRow, scope), DraftRow.incident_id.in_(incidents))
    ).all()


def delete_draft(scope: Scope, person_id: UUID, draft_id: UUID) -> Query[None]:
    """Forget this draft, if it is the person's own."""
    of = {"schools": scope.text, "person": person_id, "id": draft_id}
    return Query(_DELETE, of, no_rows)


def put_draft(**columns: object) -> Query[None]:
    """Store a draft, or what is new of it; only its owner's row is ever touched."""
    return Query(_PUT, columns, no_rows)


# Asked on every page of a journey, so written once and not built each time.
_FIND: Final = """
select d.id, d.body, k.wrapped
  from portal_school_key k
  left join portal_draft d
    on d.school_id = k.school_id and d.person_id = %(person)s and d.kind = %(kind)s
   and d.incident_id is not distinct from cast(%(incident)s as uuid)
 where k.school_id = any(cast(%(schools)s as uuid[]))
 order by d.updated_at desc nulls last
 limit 1
"""
_DELETE: Final = """
delete from portal_draft
 where school_id = any(cast(%(schools)s as uuid[])) and id = %(id)s and person_id = %(person)s
"""
_PUT: Final = """
insert into portal_draft (school_id, id, person_id, kind, incident_id, body, updated_at)
values (%(school_id)s, %(id)s, %(person_id)s, %(kind)s, %(incident_id)s, %(body)s, %(updated_at)s)
on conflict (school_id, id) do update
   set body = excluded.body, updated_at = excluded.updated_at, steps = 0, step_at = null
 where portal_draft.person_id = excluded.person_id
"""
