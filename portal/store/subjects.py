"""The people affected and the envelopes to them. Their details are opened only here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from portal.crypto import unseal
from portal.models.telling import RecipientRow, RecipientSubjectRow, SubjectRow
from portal.store.visibility import in_scope

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from tenants.db import Scope


@dataclass(frozen=True, slots=True)
class StoredPerson:
    """A person affected as stored: `body` is the JSON that the import or a change wrote."""

    id: UUID
    body: bytes
    standing: str
    reason: str
    list_version: int


def list_people(
    session: Session, scope: Scope, key: bytes, incident_id: UUID
) -> tuple[StoredPerson, ...]:
    """All people affected by an incident, in the order of their import."""
    rows = session.scalars(
        select(SubjectRow)
        .where(in_scope(SubjectRow, scope), SubjectRow.incident_id == incident_id)
        .order_by(SubjectRow.id)
    )
    return tuple(
        StoredPerson(
            row.id,
            unseal(key, row.body, table="portal_subject", column="body", row=row.id),
            row.standing,
            row.reason,
            row.list_version,
        )
        for row in rows
    )


def count_standings(session: Session, scope: Scope, incident_id: UUID) -> dict[str, int]:
    """How many people affected stand where."""
    return dict(
        session.execute(
            select(SubjectRow.standing, func.count())
            .where(in_scope(SubjectRow, scope), SubjectRow.incident_id == incident_id)
            .group_by(SubjectRow.standing)
        )
        .tuples()
        .all()
    )


def count_recipients(
    session: Session, scope: Scope, incident_id: UUID
) -> dict[tuple[str, str], int]:
    """How many envelopes stand where, by (channel, standing)."""
    rows = session.execute(
        select(RecipientRow.channel, RecipientRow.standing, func.count())
        .where(in_scope(RecipientRow, scope), RecipientRow.incident_id == incident_id)
        .group_by(RecipientRow.channel, RecipientRow.standing)
    )
    return {(channel, standing): number for channel, standing, number in rows}


def list_recipients(
    session: Session,
    scope: Scope,
    incident_id: UUID,
    *,
    standings: Sequence[str] = (),
    after: UUID | None = None,
    limit: int = 50,
) -> Sequence[RecipientRow]:
    """Envelopes in the order in which they were made."""
    statement = select(RecipientRow).where(
        in_scope(RecipientRow, scope), RecipientRow.incident_id == incident_id
    )
    if standings:
        statement = statement.where(RecipientRow.standing.in_(standings))
    if after is not None:
        statement = statement.where(RecipientRow.id > after)
    return session.scalars(statement.order_by(RecipientRow.id).limit(limit)).all()


def subjects_of(
    session: Session, scope: Scope, recipient_ids: Sequence[UUID]
) -> dict[UUID, list[UUID]]:
    """Which people affected each envelope is about."""
    found: dict[UUID, list[UUID]] = {ident: [] for ident in recipient_ids}
    rows = session.execute(
        select(RecipientSubjectRow.recipient_id, RecipientSubjectRow.subject_id).where(
            in_scope(RecipientSubjectRow, scope),
            RecipientSubjectRow.recipient_id.in_(recipient_ids),
        )
    )
    for recipient_id, subject_id in rows:
        found[recipient_id].append(subject_id)
    return found
