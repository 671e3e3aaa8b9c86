"""Letters: one print run of all that wait, each looked at once more before it is printed."""

from __future__ import annotations

from collections import defaultdict
from hashlib import sha256
from itertools import count, islice
from typing import TYPE_CHECKING

from sqlalchemy import select

from portal.crypto import seal
from portal.desk.telling import attempts
from portal.desk.telling.sending import leave_out, today_of
from portal.models.telling import FileRow, RecipientRow
from portal.notices.letters import letters_runs
from portal.outbox.leases import Settlement
from portal.rules.telling.attempts import Result
from portal.rules.telling.envelope import Envelope
from portal.rules.telling.on_way import EnvelopeState
from portal.rules.telling.still_right import still_so
from portal.rules.words import Channel
from portal.store.files import PRINT_RUN
from portal.store.telling import print_runs, subjects
from portal.typeset import page_count
from tenants.db import Scope, uuid7

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.desk.telling.sending import Today
    from portal.host import Services
    from portal.notices.letters import PrintRun
    from portal.store.effects import ClaimedEffect


def print_letters(session: Session, services: Services, effect: ClaimedEffect) -> Settlement:
    """One print run of all letters that wait, encrypted beside the incident; made twice, the second
    holds what is left: nothing.
    """
    assert effect.incident_id is not None  # noqa: S101 - letters are about an incident
    now, scope = services.clock.now(), Scope.of(effect.school_id)
    today = today_of(session, services, effect.school_id, effect.incident_id, now)
    rows = session.scalars(
        select(RecipientRow)
        .where(
            RecipientRow.school_id == effect.school_id,
            RecipientRow.incident_id == effect.incident_id,
            RecipientRow.channel == Channel.LETTER,
            RecipientRow.standing == EnvelopeState.WAITING,
        )
        .with_for_update()
    ).all()
    about = subjects.subjects_of(session, scope, [row.id for row in rows])
    stored = {row.id: Envelope.from_json(subjects.open_envelope(today.key, row)) for row in rows}
    right: list[RecipientRow] = []
    wrong: list[RecipientRow] = []
    for row in rows:
        so = still_so(stored[row.id], about[row.id], today.planned, today.people)
        (right if so else wrong).append(row)
    leave_out(session, today, wrong, now)
    runs: defaultdict[int, list[RecipientRow]] = defaultdict(list)
    for row in sorted(right, key=lambda row: row.notice_version):
        stored[row.id] = today.written(row, stored[row.id])
        runs[row.notice_version].append(row)
    numbers = count(print_runs.count_printed(session, scope, effect.incident_id) + 1)
    for run in runs.values():
        _print(session, today, run, stored, numbers, now)
    return Settlement("sent")


def _print(
    session: Session,
    today: Today,
    rows: list[RecipientRow],
    stored: Mapping[UUID, Envelope],
    numbers: Iterator[int],
    now: datetime,
) -> None:
    """Letters of one text, in the order of the names on the envelopes: one file, or
    several. Each is noted with its number, the next of `numbers`.
    """
    ordered = sorted((stored[row.id] for row in rows), key=lambda one: (one.name, one.id))
    text = today.text(rows[0].notice_version)
    reference = today.facts.reference
    made: set[UUID] = set()
    for run in letters_runs(text, ordered, today.sender, reference, now):
        own = list(islice(numbers, len(run.made)))
        notes = map(str, own)
        attempts.note(session, today.facts.school_id, run.made, Result.PRINTED, now, notes)
        attempts.note(session, today.facts.school_id, run.failed, Result.REFUSED, now)
        if run.content:
            name = f"{reference}-letters-{own[0]}-to-{own[-1]}.pdf"
            _keep(session, today, name, run, now)
        made.update(run.made)
    for row in rows:
        row.standing = EnvelopeState.PRINTED if row.id in made else EnvelopeState.FAILED
        row.settled_at = now


def _keep(session: Session, today: Today, name: str, run: PrintRun, now: datetime) -> None:
    ident, content = uuid7(), run.content
    session.add(
        FileRow(
            school_id=today.facts.school_id,
            id=ident,
            incident_id=today.facts.incident_id,
            purpose=PRINT_RUN,
            name=name,
            media_type="application/pdf",
            sha256=sha256(content).hexdigest(),
            body=seal(today.key, content, table="portal_file", column="body", row=ident),
            letters=len(run.made),
            pages=page_count(content),
            made_at=now,
        )
    )
