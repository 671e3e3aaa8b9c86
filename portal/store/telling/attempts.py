"""The attempts to reach recipients, and the proof of who was told what, when and how."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from portal.models.effects import EffectRow
from portal.models.telling import AttemptRow, RecipientRow, RecipientSubjectRow
from portal.rules.telling.attempts import LEFT, Attempt, Result
from portal.rules.telling.envelope import Envelope
from portal.rules.telling.on_way import EnvelopeState
from portal.rules.telling.standstill import Waiting
from portal.rules.words import Channel
from portal.store.telling.subjects import open_envelope
from portal.store.visibility import in_scope

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from tenants.db import Scope


@dataclass(frozen=True, slots=True)
class Recipient:
    """One notice: how it went, which text, where it stands, and each attempt, oldest first."""

    id: UUID
    channel: Channel
    version: int
    state: EnvelopeState
    reason: str
    attempts: tuple[Attempt, ...]
    envelope: Envelope | None = None
    """Opened only for the page of one person."""

    @property
    def left(self) -> bool:
        """Whether it left the school, or may have: nobody was told by one that did not."""
        return any(each.result in LEFT for each in self.attempts)

    @property
    def left_out_letter(self) -> bool:
        """Whether it was printed, and should have been taken out of the pile."""
        printed = any(each.result is Result.PRINTED for each in self.attempts)
        return printed and self.state is EnvelopeState.LEFT_OUT


def list_recipients(
    session: Session, scope: Scope, incident_id: UUID, *, first: int, limit: int
) -> tuple[Recipient, ...]:
    """A page of the notices of an incident, unopened, in the order of their numbers."""
    rows = session.scalars(
        select(RecipientRow)
        .where(in_scope(RecipientRow, scope), RecipientRow.incident_id == incident_id)
        .order_by(RecipientRow.id)
        .offset(first)
        .limit(limit)
    ).all()
    tried = _attempts(session, scope, [row.id for row in rows])
    return tuple(_recipient(row, tried) for row in rows)


def find_waiting(session: Session, scope: Scope, incident_id: UUID) -> Waiting | None:
    """The notices of an incident that wait to leave; None where none does.

    A mail server that takes nothing is asked with one mail, and the rest are given back untried:
    that one may have been anything of the school's.
    """
    refusals = select(EffectRow.id).where(
        in_scope(EffectRow, scope),
        EffectRow.state == "waiting",
        EffectRow.error.startswith("MailRefused"),
    )
    waits, left = EffectRow.state.in_(("waiting", "sending")), EffectRow.state == "sent"
    number, wanted_at, left_at, refused = session.execute(
        select(
            func.count().filter(waits),
            func.min(EffectRow.wanted_at).filter(waits),
            func.max(EffectRow.settled_at).filter(left),
            refusals.exists(),
        ).where(
            in_scope(EffectRow, scope),
            EffectRow.incident_id == incident_id,
            EffectRow.kind == "notice",
        )
    ).one()
    return Waiting(number, wanted_at, left_at, refused) if number else None


def list_about(
    session: Session, scope: Scope, key: bytes, incident_id: UUID, person_id: UUID
) -> tuple[Recipient, ...]:
    """The notices about one person, opened, the first text before those that came after it."""
    rows = session.scalars(
        select(RecipientRow)
        .join(
            RecipientSubjectRow,
            (RecipientSubjectRow.school_id == RecipientRow.school_id)
            & (RecipientSubjectRow.recipient_id == RecipientRow.id),
        )
        .where(
            in_scope(RecipientRow, scope),
            in_scope(RecipientSubjectRow, scope),
            RecipientRow.incident_id == incident_id,
            RecipientSubjectRow.subject_id == person_id,
        )
        .order_by(RecipientRow.notice_version, RecipientRow.id)
    ).all()
    tried = _attempts(session, scope, [row.id for row in rows])
    return tuple(
        _recipient(row, tried, Envelope.from_json(open_envelope(key, row))) for row in rows
    )


def _recipient(
    row: RecipientRow,
    tried: dict[UUID, list[Attempt]],
    envelope: Envelope | None = None,
) -> Recipient:
    return Recipient(
        row.id,
        Channel(row.channel),
        row.notice_version,
        EnvelopeState(row.standing),
        row.reason,
        tuple(tried.get(row.id, ())),
        envelope,
    )


def _attempts(session: Session, scope: Scope, ids: Sequence[UUID]) -> dict[UUID, list[Attempt]]:
    found: defaultdict[UUID, list[Attempt]] = defaultdict(list)
    rows = session.scalars(
        select(AttemptRow)
        .where(in_scope(AttemptRow, scope), AttemptRow.recipient_id.in_(ids))
        .order_by(AttemptRow.at, AttemptRow.id)
    )
    for row in rows:
        found[row.recipient_id].append(Attempt(row.at, Result(row.result), row.note))
    return found
