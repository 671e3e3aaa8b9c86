"""The print runs of letters: what each holds, what is still to be posted, who posted the rest."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from portal.models.incidents import DecisionRow
from portal.models.telling import AttemptRow, RecipientRow
from portal.rules.telling.attempts import Result
from portal.rules.telling.on_way import EnvelopeState
from portal.store import files
from portal.store.telling.subjects import open_envelopes
from portal.store.visibility import in_scope

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.rules.telling.envelope import Envelope
    from portal.store.files import Listed
    from tenants.db import Scope

NOT_TO_POST = frozenset(
    {
        EnvelopeState.STOPPED,
        EnvelopeState.WAITING,
        EnvelopeState.LEFT_OUT,
        EnvelopeState.REPLACED,
    }
)


@dataclass(frozen=True, slots=True)
class Posted:
    """Letters of a run that somebody has recorded as posted."""

    letters: int
    at: datetime
    by: UUID | None


@dataclass(slots=True)
class PrintRun:
    """One run, in one file or several; its letters by where they stand now."""

    made_at: datetime
    files: list[Listed] = field(default_factory=list)
    stand: Counter[EnvelopeState] = field(default_factory=Counter)
    posted: list[Posted] = field(default_factory=list)

    @property
    def to_post(self) -> int:
        """How many letters of it wait to be posted."""
        return self.stand[EnvelopeState.PRINTED]

    @property
    def out(self) -> int:
        """How many were stopped, printed again later, or are not right any more."""
        return sum(number for state, number in self.stand.items() if state in NOT_TO_POST)

    @property
    def in_force(self) -> bool:
        """Whether it holds a letter that is to be posted, or was."""
        return self.out < sum(self.stand.values())


@dataclass(frozen=True, slots=True)
class TakenOut:
    """A letter that is not to be posted, among others that are."""

    letter: Envelope
    made_at: datetime
    number: str
    """Among all letters of the incident; '' where it was not noted."""
    left_out: bool = True
    """False: it is outdated only since the list was last looked at."""


def list_runs(session: Session, scope: Scope, incident_id: UUID) -> tuple[PrintRun, ...]:
    """The print runs of an incident, oldest first; a letter counts in the run it was last in."""
    found: dict[datetime, PrintRun] = {}
    for file in files.list_print_runs(session, scope, incident_id):
        found.setdefault(file.made_at, PrintRun(file.made_at)).files.append(file)
    printed = _last(session, scope, incident_id, Result.PRINTED)
    posted = _last(session, scope, incident_id, Result.POSTED)
    recorded = _posted_by(session, scope, incident_id)
    by_run: defaultdict[datetime, Counter[datetime]] = defaultdict(Counter)
    for letter, (made_at, state) in printed.items():
        if made_at in found:
            found[made_at].stand[state] += 1
        if letter in posted and posted[letter][0] in recorded:
            by_run[made_at][posted[letter][0]] += 1
    for made_at, times in by_run.items():
        if made_at in found:
            found[made_at].posted = [
                Posted(number, at, recorded[at]) for at, number in sorted(times.items())
            ]
    return tuple(found.values())


def count_printed(session: Session, scope: Scope, incident_id: UUID) -> int:
    """How many letters have been printed: the next bears the number after it, so that two runs on
    one desk are told apart.
    """
    printed = select(func.count()).where(
        in_scope(AttemptRow, scope),
        in_scope(RecipientRow, scope),
        AttemptRow.recipient_id == RecipientRow.id,
        RecipientRow.incident_id == incident_id,
        AttemptRow.result == Result.PRINTED,
    )
    return session.scalar(printed) or 0


def list_taken_out(
    session: Session, scope: Scope, key: bytes, incident_id: UUID, outdated: Collection[UUID] = ()
) -> tuple[TakenOut, ...]:
    """The letters that lie in a pile to be posted and are not right any more, by name: left out
    already, or `outdated` since the list was last looked at, as by a birthday.
    """
    printed = _last(session, scope, incident_id, Result.PRINTED)
    piles = {at for at, state in printed.values() if state is EnvelopeState.PRINTED}
    out = [
        letter
        for letter, (at, state) in printed.items()
        if at in piles and (state is EnvelopeState.LEFT_OUT or letter in outdated)
    ]
    opened = open_envelopes(session, scope, key, incident_id, out)
    numbers = _numbers(session, scope, out)
    found = (TakenOut(one, *numbers[one.id], one.id not in outdated) for one in opened.values())
    return tuple(sorted(found, key=lambda each: (each.letter.name, each.letter.id)))


def _numbers(
    session: Session, scope: Scope, letters: Collection[UUID]
) -> dict[UUID, tuple[datetime, str]]:
    """In which run each letter was last, and its number there."""
    rows = session.execute(
        select(AttemptRow.recipient_id, AttemptRow.at, AttemptRow.note)
        .where(
            in_scope(AttemptRow, scope),
            AttemptRow.recipient_id.in_(letters),
            AttemptRow.result == Result.PRINTED,
        )
        .order_by(AttemptRow.at)
    )
    return {letter: (at, number) for letter, at, number in rows}


def _last(
    session: Session, scope: Scope, incident_id: UUID, result: Result
) -> dict[UUID, tuple[datetime, EnvelopeState]]:
    """When this last came of each notice, and how the notice stands now."""
    rows = session.execute(
        select(RecipientRow.id, func.max(AttemptRow.at), RecipientRow.standing)
        .join(
            AttemptRow,
            (RecipientRow.school_id == AttemptRow.school_id)
            & (RecipientRow.id == AttemptRow.recipient_id),
        )
        .where(
            in_scope(AttemptRow, scope),
            in_scope(RecipientRow, scope),
            RecipientRow.incident_id == incident_id,
            AttemptRow.result == result,
        )
        .group_by(RecipientRow.id, RecipientRow.standing)
    )
    return {letter: (at, EnvelopeState(state)) for letter, at, state in rows}


def _posted_by(session: Session, scope: Scope, incident_id: UUID) -> dict[datetime, UUID | None]:
    """Who said that letters were posted, by when they were."""
    rows = session.execute(
        select(DecisionRow.done_at, DecisionRow.person_id).where(
            in_scope(DecisionRow, scope),
            DecisionRow.incident_id == incident_id,
            DecisionRow.action == "record_posted",
        )
    )
    return {row.done_at: row.person_id for row in rows}
