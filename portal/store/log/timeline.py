"""The record of an incident from report to closing: decisions, messages, files; a page at a time.

All ids are UUIDs of version 7, so their order is the order in which things were written down, in
every table alike: one position leads through all of them. Each page asks each table for one page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final, Literal
from uuid import UUID

from sqlalchemy import String, cast, func, select

from portal.models.effects import EffectRow
from portal.models.evidence import EvidenceRow
from portal.models.incidents import DecisionRow
from portal.models.telling import FileRow
from portal.store.documents import unseal_text
from portal.store.visibility import in_scope

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from sqlalchemy import Select
    from sqlalchemy.orm import InstrumentedAttribute, Session

    from tenants.db import Scope

Kind = Literal["decision", "message", "file"]
KINDS: Final[tuple[Kind, ...]] = ("decision", "message", "file")
MESSAGES: Final = (
    "alert", "notice", "letters", "log_mail", "outside_question", "regulator_mail", "dpo_outside",
)  # fmt: skip
"""Kinds of effects that reach somebody; the others are the portal's own work."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing on the record. `states` counts the messages of a group by how they stand."""

    id: UUID
    kind: Kind
    done_at: datetime
    recorded_at: datetime
    name: str
    """The action; the kind of a message; the name of a file."""
    summary: str = ""
    person_id: UUID | None = None
    acting_for: str | None = None
    cite: str = ""
    template: str = ""
    states: Mapping[str, int] = field(default_factory=dict)
    people: tuple[UUID, ...] = ()
    """To whom an alert went, or is to go."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins, and which way it goes; `after` is not on it."""

    after: UUID | None = None
    oldest_first: bool = False


def page(
    session: Session,
    scope: Scope,
    key: bytes,
    incident_id: UUID,
    place: Place,
    kinds: tuple[Kind, ...] = KINDS,
    limit: int = 50,
) -> list[Event]:
    """A page of the record. Messages that left together, as one decision sent them, are one event.

    The name of an evidence file is among the facts: here it is ''.
    """
    found: list[Event] = []
    if "decision" in kinds:
        found += _decisions(session, scope, key, incident_id, place, limit)
    if "message" in kinds:
        found += _messages(session, scope, incident_id, place, limit)
    if "file" in kinds:
        found += _files(session, scope, incident_id, place, limit)
    found.sort(key=lambda event: event.id, reverse=not place.oldest_first)
    return found[:limit]


def whole(
    session: Session, scope: Scope, key: bytes, incident_id: UUID, *, batch: int = 200
) -> Iterator[Event]:
    """All of it, oldest first, read in batches."""
    after: UUID | None = None
    while events := page(
        session, scope, key, incident_id, Place(after, oldest_first=True), limit=batch
    ):
        yield from events
        after = events[-1].id


def _paged(
    statement: Select[*tuple[Any, ...]],
    column: InstrumentedAttribute[UUID],
    place: Place,
    limit: int,
) -> Select[*tuple[Any, ...]]:
    if place.after is not None:
        after = column > place.after if place.oldest_first else column < place.after
        statement = statement.where(after)
    return statement.order_by(column if place.oldest_first else column.desc()).limit(limit)


def _decisions(
    session: Session, scope: Scope, key: bytes, incident_id: UUID, place: Place, limit: int
) -> list[Event]:
    statement = select(DecisionRow).where(
        in_scope(DecisionRow, scope), DecisionRow.incident_id == incident_id
    )
    return [
        Event(
            id=row.id,
            kind="decision",
            done_at=row.done_at,
            recorded_at=row.recorded_at,
            name=row.action,
            summary=unseal_text(
                key, row.summary, table="portal_decision", column="summary", row=row.id
            ),
            person_id=row.person_id,
            acting_for=row.acting_for,
            cite=row.cite,
        )
        for row in session.scalars(_paged(statement, DecisionRow.id, place, limit))
    ]


def _messages(
    session: Session, scope: Scope, incident_id: UUID, place: Place, limit: int
) -> list[Event]:
    """Grouped by kind, text and the moment at which they were wanted: that of one decision."""
    first = func.min(cast(EffectRow.id, String)).label("first")  # uuids sort as their text does
    statement = (
        select(
            first,
            EffectRow.kind,
            EffectRow.template,
            EffectRow.wanted_at,
            func.array_agg(EffectRow.state).label("states"),
            func.array_remove(func.array_agg(EffectRow.person_id.distinct()), None).label("people"),
        )
        .where(
            in_scope(EffectRow, scope),
            EffectRow.incident_id == incident_id,
            EffectRow.kind.in_(MESSAGES),
        )
        .group_by(EffectRow.kind, EffectRow.template, EffectRow.wanted_at)
    )
    if place.after is not None:
        after = str(place.after)
        statement = statement.having(first > after if place.oldest_first else first < after)
    rows = session.execute(
        statement.order_by(first if place.oldest_first else first.desc()).limit(limit)
    )
    return [
        Event(
            id=UUID(row.first),
            kind="message",
            done_at=row.wanted_at,
            recorded_at=row.wanted_at,
            name=row.kind,
            template=row.template,
            states={state: row.states.count(state) for state in dict.fromkeys(row.states)},
            people=tuple(row.people) if row.kind == "alert" else (),
        )
        for row in rows
    ]


def _files(
    session: Session, scope: Scope, incident_id: UUID, place: Place, limit: int
) -> list[Event]:
    evidence = select(EvidenceRow.id, EvidenceRow.added_at).where(
        in_scope(EvidenceRow, scope), EvidenceRow.incident_id == incident_id
    )
    made = select(FileRow.id, FileRow.made_at, FileRow.name).where(
        in_scope(FileRow, scope), FileRow.incident_id == incident_id
    )
    return [
        *(
            Event(row.id, "file", row.added_at, row.added_at, "")
            for row in session.execute(_paged(evidence, EvidenceRow.id, place, limit))
        ),
        *(
            Event(row.id, "file", row.made_at, row.made_at, row.name)
            for row in session.execute(_paged(made, FileRow.id, place, limit))
        ),
    ]
