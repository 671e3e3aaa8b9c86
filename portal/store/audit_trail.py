"""The audit chain as it is taken away: all of a school's, or the stretch around one incident."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from portal.models.audit import AuditRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the chain; `body` is '' where it belongs to another matter."""

    position: int
    previous: str
    digest: str
    body: str


def around(session: Session, school_id: UUID, incident_id: UUID) -> Iterator[Link]:
    """From the first entry of an incident to the last; those between that are of others, by hash.

    Without the hashes of the others nobody could tell that nothing was taken out in between.
    """
    own = AuditRow.body.contains(f'"incident":"{incident_id}"', autoescape=True)
    first, last = session.execute(
        select(func.min(AuditRow.position), func.max(AuditRow.position)).where(
            AuditRow.school_id == school_id, own
        )
    ).one()
    statement = (
        select(AuditRow.position, AuditRow.previous, AuditRow.digest, AuditRow.body, own)
        .where(AuditRow.school_id == school_id, AuditRow.position.between(first, last))
        .order_by(AuditRow.position)
        .execution_options(yield_per=1000)
    )
    with session.execute(statement) as rows:
        for position, previous, digest, body, is_own in rows:
            yield Link(position, previous, digest, body if is_own else "")


def whole(session: Session, school_id: UUID) -> Iterator[Link]:
    """Every entry of a school, from its beginning."""
    statement = (
        select(AuditRow.position, AuditRow.previous, AuditRow.digest, AuditRow.body)
        .where(AuditRow.school_id == school_id)
        .order_by(AuditRow.position)
        .execution_options(yield_per=1000)
    )
    with session.execute(statement) as rows:
        for row in rows:
            yield Link(*row)
