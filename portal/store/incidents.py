"""Incidents: one, locked or not, and lists."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import Select, func, select, tuple_

from portal.errors import NotFound
from portal.models.incidents import ConcernRow, IncidentRow, ReceiptRow, reference
from portal.store import keys
from portal.store.documents import unseal_facts, unseal_text
from portal.store.visibility import Viewer, in_scope, visible, visible_only

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.crypto import KeyRing
    from portal.rules.facts import Facts, JoinedTo
    from tenants.db import Scope


NOT_JOINED = IncidentRow.ending.is_distinct_from("joined")
"""What counts: reports of one matter that were joined are one incident."""
ERASED = "Erased: its time was over"
"""What stands where a title was."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """An incident with its facts and the key that opens its documents."""

    row: IncidentRow
    facts: Facts
    key: bytes

    @property
    def title(self) -> str:
        """What it is called in lists."""
        return unseal_text(
            self.key, self.row.title, table="portal_incident", column="title", row=self.row.id
        )


@dataclass(frozen=True, slots=True)
class Line:
    """An incident in a list."""

    school_id: UUID
    incident_id: UUID
    reference: str
    title: str
    stage: str
    ending: str | None
    kind: str
    severity: str | None
    legal_risk: str | None
    reported_at: datetime
    day_only: bool
    """Of an earlier log that was brought in, which gave the day alone."""


def _load(session: Session, keyring: KeyRing, statement: Select[IncidentRow]) -> Loaded:
    row = session.scalars(statement).one_or_none()
    if row is None:
        raise NotFound
    key = keys.incident_key(session, keyring, row.school_id, row.id)
    facts = unseal_facts(key, row.facts, row.id)
    if facts.joined_to is not None:
        facts = replace(facts, joined_to=_as_marked_now(session, row, facts.joined_to))
    return Loaded(row, facts, key)


def _as_marked_now(session: Session, row: IncidentRow, to: JoinedTo) -> JoinedTo:
    """Whom the incident that goes on concerns may be marked there after the joining."""
    hidden = select(ConcernRow.person_id).where(
        ConcernRow.school_id == row.school_id, ConcernRow.incident_id == row.id
    )
    return replace(to, concerned=tuple(sorted(session.scalars(hidden))))


def lock_incident(session: Session, scope: Scope, keyring: KeyRing, incident_id: UUID) -> Loaded:
    """The incident with its row locked until the transaction ends; for the desk only.

    Rows that name it may be added meanwhile: a change of people holds its school and adds effects
    of its incidents, and whoever holds an incident waits for the school.
    """
    return _load(
        session,
        keyring,
        select(IncidentRow)
        .where(in_scope(IncidentRow, scope), IncidentRow.id == incident_id)
        .with_for_update(key_share=True),
    )


def hold_incident(session: Session, scope: Scope, incident_id: UUID) -> int:
    """The version of the incident, which no decision can change until the transaction ends; many
    may hold it at once. Raises NotFound.
    """
    version = session.scalar(
        select(IncidentRow.version)
        .where(in_scope(IncidentRow, scope), IncidentRow.id == incident_id)
        .with_for_update(read=True)
    )
    if version is None:
        raise NotFound
    return version


def get_incident(
    session: Session, scope: Scope, keyring: KeyRing, viewer: Viewer | None, incident_id: UUID
) -> Loaded:
    """The incident if the viewer may see it; else `NotFound`, as if there were none.

    `viewer` is None for an anonymous reporter, who was let in by the receipt code, and for jobs.
    """
    statement = select(IncidentRow).where(
        in_scope(IncidentRow, scope), IncidentRow.id == incident_id
    )
    if viewer is not None:
        statement = visible_only(statement, scope, viewer)
    return _load(session, keyring, statement)


def list_incidents(
    session: Session,
    scope: Scope,
    keyring: KeyRing,
    viewer: Viewer,
    *,
    before: tuple[datetime, UUID] | None = None,
    limit: int = 25,
    open_only: bool = False,
) -> tuple[Line, ...]:
    """Newest first; `before` is the (reported_at, id) of the last line of the page before."""
    statement = visible_only(select(IncidentRow), scope, viewer)
    if before is not None:
        statement = statement.where(tuple_(IncidentRow.reported_at, IncidentRow.id) < before)
    if open_only:
        statement = statement.where(IncidentRow.closed_at.is_(None))
    rows = session.scalars(
        statement.order_by(IncidentRow.reported_at.desc(), IncidentRow.id.desc()).limit(limit)
    ).all()
    return tuple(lines(session, keyring, rows))


def lines(session: Session, keyring: KeyRing, rows: Sequence[IncidentRow]) -> list[Line]:
    """Lines of a list; all keys in one query."""
    opened = keys.incident_keys(session, keyring, [(row.school_id, row.id) for row in rows])
    return [
        Line(
            school_id=row.school_id,
            incident_id=row.id,
            reference=row.reference,
            title=unseal_text(
                opened[row.id], row.title, table="portal_incident", column="title", row=row.id
            )
            if row.id in opened
            else ERASED,
            stage=row.stage,
            ending=row.ending,
            kind=row.kind,
            severity=row.severity,
            legal_risk=row.legal_risk,
            reported_at=row.reported_at,
            day_only=row.import_id is not None,
        )
        for row in rows
    ]


def list_of(
    session: Session, scope: Scope, keyring: KeyRing, viewer: Viewer, ids: set[UUID]
) -> dict[UUID, Line]:
    """The lines of these incidents that the viewer may see, by id."""
    if not ids:
        return {}
    rows = session.scalars(
        visible_only(select(IncidentRow).where(IncidentRow.id.in_(ids)), scope, viewer)
    ).all()
    return {line.incident_id: line for line in lines(session, keyring, list(rows))}


def opened(
    session: Session, scope: Scope, keyring: KeyRing, viewer: Viewer, ids: set[UUID]
) -> dict[UUID, Loaded]:
    """Those of these incidents that the viewer may see and that are not erased, by id."""
    rows = session.scalars(
        visible_only(select(IncidentRow).where(IncidentRow.id.in_(ids)), scope, viewer)
    ).all()
    found = keys.incident_keys(session, keyring, [(row.school_id, row.id) for row in rows])
    return {
        row.id: Loaded(row, unseal_facts(found[row.id], row.facts, row.id), found[row.id])
        for row in rows
        if row.id in found
    }


def references(session: Session, scope: Scope, viewer: Viewer, ids: set[UUID]) -> dict[UUID, str]:
    """The labels of those of these incidents that the viewer may see, by id."""
    rows = session.execute(
        select(IncidentRow.id, IncidentRow.year, IncidentRow.serial).where(
            IncidentRow.id.in_(ids), visible(scope, viewer)
        )
    )
    return {ident: reference(year, serial) for ident, year, serial in rows}


def count_by_stage(session: Session, scope: Scope) -> dict[tuple[UUID, str], int]:
    """Counts only, per school and stage: what oversight may see."""
    rows = session.execute(
        select(IncidentRow.school_id, IncidentRow.stage, func.count())
        .where(in_scope(IncidentRow, scope), IncidentRow.withdrawn_at.is_(None), NOT_JOINED)
        .group_by(IncidentRow.school_id, IncidentRow.stage)
    )
    return {(school_id, stage): number for school_id, stage, number in rows}


def find_by_receipt(session: Session, scope: Scope, code_hash: bytes) -> UUID | None:
    """The incident whose anonymous reporter holds this code."""
    return session.scalar(
        select(ReceiptRow.incident_id).where(
            in_scope(ReceiptRow, scope), ReceiptRow.code_hash == code_hash
        )
    )
