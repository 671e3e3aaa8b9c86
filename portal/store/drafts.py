"""Drafts: always of one owner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from portal.models.keys import SchoolKeyRow
from portal.models.working import DraftRow
from portal.store.visibility import in_scope

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from tenants.db import Scope


def find_draft(
    session: Session, scope: Scope, person_id: UUID, kind: str, incident_id: UUID | None
) -> tuple[UUID, bytes, bytes] | None:
    """The person's latest draft of this kind: its id, its body, and the school's wrapped key."""
    row = session.execute(
        select(DraftRow.id, DraftRow.body, SchoolKeyRow.wrapped)
        .join(SchoolKeyRow, SchoolKeyRow.school_id == DraftRow.school_id)
        .where(
            in_scope(DraftRow, scope),
            DraftRow.person_id == person_id,
            DraftRow.kind == kind,
            DraftRow.incident_id.is_not_distinct_from(incident_id),
        )
        .order_by(DraftRow.updated_at.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else (row.id, row.body, row.wrapped)


def get_draft(session: Session, scope: Scope, person_id: UUID, draft_id: UUID) -> DraftRow | None:
    """This draft, if it is the person's own."""
    return session.scalar(
        select(DraftRow).where(
            in_scope(DraftRow, scope), DraftRow.id == draft_id, DraftRow.person_id == person_id
        )
    )


def delete_draft(session: Session, scope: Scope, person_id: UUID, draft_id: UUID) -> None:
    """Forget this draft, if it is the person's own."""
    session.execute(
        delete(DraftRow)
        .where(in_scope(DraftRow, scope), DraftRow.id == draft_id, DraftRow.person_id == person_id)
        .execution_options(synchronize_session=False)
    )


def put_draft(session: Session, **columns: object) -> None:
    """Store a draft, or what is new of it; only its owner's row is ever touched."""
    statement = insert(DraftRow).values(**columns)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["school_id", "id"],
            set_={name: statement.excluded[name] for name in ("body", "updated_at")},
            where=DraftRow.person_id == statement.excluded.person_id,
        )
    )
