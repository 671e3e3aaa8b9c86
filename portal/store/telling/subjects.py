"""The people affected and the envelopes to them. Their details are opened only here."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import exists, func, select, tuple_

from portal.crypto import unseal
from portal.errors import NotFound
from portal.models.incidents import IncidentRow
from portal.models.telling import RecipientRow, RecipientSubjectRow, SubjectRow
from portal.rules.telling.envelope import Envelope
from portal.rules.telling.on_way import EnvelopeState, OnWay
from portal.rules.telling.people_list import OnList
from portal.rules.words import Channel
from portal.store.visibility import in_scope, visible_only

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.store.visibility import Viewer
    from tenants.db import Scope


def list_people(
    session: Session,
    scope: Scope,
    key: bytes,
    incident_id: UUID,
    *,
    standings: Sequence[str] = (),
    after: UUID | None = None,
    limit: int | None = None,
) -> tuple[OnList, ...]:
    """The people affected by an incident, in the order of their import; all, or a page of them."""
    statement = select(SubjectRow).where(
        in_scope(SubjectRow, scope), SubjectRow.incident_id == incident_id
    )
    if standings:
        statement = statement.where(SubjectRow.standing.in_(standings))
    if after is not None:
        statement = statement.where(SubjectRow.id > after)
    rows = session.scalars(statement.order_by(SubjectRow.id).limit(limit))
    return tuple(open_person(key, row) for row in rows)


def count_before(
    session: Session, scope: Scope, incident_id: UUID, standings: Sequence[str], after: UUID
) -> int:
    """How many of these standings, or of all, are on the list up to `after`."""
    statement = select(func.count()).where(
        in_scope(SubjectRow, scope), SubjectRow.incident_id == incident_id, SubjectRow.id <= after
    )
    if standings:
        statement = statement.where(SubjectRow.standing.in_(standings))
    return session.scalar(statement) or 0


def get_person(
    session: Session, scope: Scope, key: bytes, incident_id: UUID, person_id: UUID
) -> OnList:
    """One person affected; `NotFound` when there is none of this id."""
    row = session.scalar(
        select(SubjectRow).where(
            in_scope(SubjectRow, scope),
            SubjectRow.incident_id == incident_id,
            SubjectRow.id == person_id,
        )
    )
    if row is None:
        raise NotFound
    return open_person(key, row)


def open_person(key: bytes, row: SubjectRow) -> OnList:
    """One person affected, opened."""
    return OnList(
        row.id,
        row.match,
        unseal(key, row.body, table="portal_subject", column="body", row=row.id),
        row.standing,
        row.reason,
        tuple(row.named_in),
        row.named,
    )


def find_ids(
    session: Session, scope: Scope, incident_id: UUID, hashes: Collection[bytes]
) -> tuple[UUID, ...]:
    """Those on the list of whom one of these keyed hashes is; at most a handful."""
    return tuple(
        session.scalars(
            select(SubjectRow.id)
            .where(
                in_scope(SubjectRow, scope),
                SubjectRow.incident_id == incident_id,
                SubjectRow.match.in_(hashes) | SubjectRow.named.in_(hashes),
            )
            .order_by(SubjectRow.id)
            .limit(10)
        )
    )


def list_with_people(session: Session, scope: Scope, viewer: Viewer) -> tuple[IncidentRow, ...]:
    """The incidents that the viewer may see and that have a list of people; newest first."""
    has_people = exists().where(
        SubjectRow.school_id == IncidentRow.school_id, SubjectRow.incident_id == IncidentRow.id
    )
    statement = select(IncidentRow).where(in_scope(IncidentRow, scope), has_people)
    return tuple(
        session.scalars(
            visible_only(statement, scope, viewer).order_by(IncidentRow.reported_at.desc())
        )
    )


def find_everywhere(
    session: Session, scope: Scope, wanted: Sequence[tuple[UUID, bytes]]
) -> tuple[tuple[UUID, UUID], ...]:
    """Of these incidents, each with a keyed hash: those on whose list somebody is, and who."""
    by_match, by_name = (
        tuple_(SubjectRow.incident_id, column).in_(wanted)
        for column in (SubjectRow.match, SubjectRow.named)
    )
    rows = session.execute(
        select(SubjectRow.incident_id, SubjectRow.id)
        .where(in_scope(SubjectRow, scope), by_match | by_name)
        .order_by(SubjectRow.id)
    )
    return tuple((incident_id, person_id) for incident_id, person_id in rows)


def list_standings(
    session: Session, scope: Scope, incident_id: UUID
) -> dict[UUID, tuple[str, str]]:
    """Where telling each person stands: (standing, reason); nothing is opened."""
    rows = session.execute(
        select(SubjectRow.id, SubjectRow.standing, SubjectRow.reason).where(
            in_scope(SubjectRow, scope), SubjectRow.incident_id == incident_id
        )
    )
    return {ident: (standing, reason) for ident, standing, reason in rows}


def list_envelopes(
    session: Session, scope: Scope, incident_id: UUID, key: bytes | None = None
) -> tuple[OnWay, ...]:
    """All notices of an incident with whom they are about; opened where the key is given."""
    rows = session.scalars(
        select(RecipientRow)
        .where(in_scope(RecipientRow, scope), RecipientRow.incident_id == incident_id)
        .order_by(RecipientRow.id)
    ).all()
    about = _about(session, scope, incident_id)
    return tuple(
        OnWay(
            row.id,
            Channel(row.channel),
            EnvelopeState(row.standing),
            row.reason,
            about.get(row.id, ()),
            b"" if key is None else open_envelope(key, row),
            row.notice_version,
            row.settled_at,
        )
        for row in rows
    )


def waiting_recipients(
    session: Session, scope: Scope, ids: Sequence[UUID]
) -> dict[UUID, RecipientRow]:
    """Those of these notices that still wait to be sent."""
    rows = session.scalars(
        select(RecipientRow).where(
            in_scope(RecipientRow, scope),
            RecipientRow.id.in_(ids),
            RecipientRow.standing == EnvelopeState.WAITING,
        )
    )
    return {row.id: row for row in rows}


def open_envelope(key: bytes, row: RecipientRow) -> bytes:
    """The JSON of one envelope."""
    return unseal(key, row.envelope, table="portal_recipient", column="envelope", row=row.id)


def open_envelopes(
    session: Session, scope: Scope, key: bytes, incident_id: UUID, ids: Collection[UUID]
) -> dict[UUID, Envelope]:
    """These notices of an incident, opened; none for an id that is not among its own."""
    rows = session.scalars(
        select(RecipientRow).where(
            in_scope(RecipientRow, scope),
            RecipientRow.incident_id == incident_id,
            RecipientRow.id.in_(ids),
        )
    )
    return {row.id: Envelope.from_json(open_envelope(key, row)) for row in rows}


def _about(session: Session, scope: Scope, incident_id: UUID) -> dict[UUID, tuple[UUID, ...]]:
    found: defaultdict[UUID, list[UUID]] = defaultdict(list)
    rows = session.execute(
        select(RecipientSubjectRow.recipient_id, RecipientSubjectRow.subject_id)
        .where(in_scope(RecipientSubjectRow, scope), RecipientSubjectRow.incident_id == incident_id)
        .order_by(RecipientSubjectRow.id)
    )
    for recipient_id, subject_id in rows:
        found[recipient_id].append(subject_id)
    return {one: tuple(people) for one, people in found.items()}


def count_standings(session: Session, scope: Scope, incident_id: UUID) -> dict[str, int]:
    """How many people affected stand where."""
    rows = session.execute(
        select(SubjectRow.standing, func.count())
        .where(in_scope(SubjectRow, scope), SubjectRow.incident_id == incident_id)
        .group_by(SubjectRow.standing)
    )
    return {row[0]: row[1] for row in rows}


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
