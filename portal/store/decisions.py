"""Decisions: the record of an incident."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import select

from portal.models.incidents import DecisionRow
from portal.store.documents import unseal_text
from portal.store.visibility import in_scope
from tenants.trips import Query, no_rows

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from tenants.db import Scope


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the record."""

    id: UUID
    action: str
    person_id: UUID | None
    acting_for: str | None
    cite: str
    done_at: datetime
    recorded_at: datetime
    summary: str
    rests_on: tuple[UUID, ...] = ()
    """Evidence files and notes that it names as its ground."""


@dataclass(frozen=True, slots=True)
class Once:
    """What a form has already decided, and whose form it was."""

    incident_id: UUID
    person_id: UUID | None


def find_once(session: Session, scope: Scope, once: UUID) -> Once | None:
    """The decision that this very form has already made.

    The same form sent twice at the same time: the second waits here until the first is done.
    """
    Query(_WAIT, {"once": str(once)}, no_rows).within(session)
    asked = {"schools": scope.text, "once": once}
    return Query(_ONCE, asked, lambda rows: Once(*rows[0]) if rows else None).within(session)


_WAIT: Final = "select pg_advisory_xact_lock(hashtextextended(%(once)s, 0))"
_ONCE: Final = """
select incident_id, person_id from portal_decision
 where school_id = any(cast(%(schools)s as uuid[])) and once = %(once)s
"""


def list_record(
    session: Session,
    scope: Scope,
    key: bytes,
    incident_id: UUID,
    *,
    before: UUID | None = None,
    limit: int = 50,
) -> tuple[Entry, ...]:
    """The record, newest first; `before` is the id of the last entry of the page before."""
    statement = select(DecisionRow).where(
        in_scope(DecisionRow, scope), DecisionRow.incident_id == incident_id
    )
    if before is not None:
        statement = statement.where(DecisionRow.id < before)
    rows = session.scalars(statement.order_by(DecisionRow.id.desc()).limit(limit))
    return tuple(
        Entry(
            id=row.id,
            action=row.action,
            person_id=row.person_id,
            acting_for=row.acting_for,
            cite=row.cite,
            done_at=row.done_at,
            recorded_at=row.recorded_at,
            summary=unseal_text(
                key, row.summary, table="portal_decision", column="summary", row=row.id
            ),
            rests_on=tuple(UUID(each) for each in row.rests_on),
        )
        for row in rows
    )
