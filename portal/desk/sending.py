"""Notices in the moment of sending: looked at once more, then composed; and what became of them.

The people of today are read again for each notice. Between two decisions on an incident they cannot
have changed, so what was worked out for one notice holds for the next of the same day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from portal.crypto import seal
from portal.desk.case import surroundings
from portal.models.telling import FileRow, RecipientRow
from portal.notices import compose
from portal.notices.from_school import sender
from portal.notices.letters import letters_run
from portal.notices.sender import Parts, Sender
from portal.outbox import rows as outbox
from portal.outbox.leases import Settlement
from portal.rules import alerts
from portal.rules import envelope as envelopes
from portal.rules.envelopes import EnvelopeState
from portal.rules.people_list import opened
from portal.rules.sending import still_so
from portal.rules.words import Channel
from portal.store import incidents, schools, subjects
from portal.store.files import PRINT_RUN
from tenants.calendar import UK
from tenants.db import Scope, uuid7
from tenants.roles import Role

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from email.message import EmailMessage

    from sqlalchemy.orm import Session

    from portal.desk.case import Surroundings
    from portal.host import Services
    from portal.rules.addressees import Affected, Plan
    from portal.rules.facts import Facts
    from portal.store.effects import ClaimedEffect

_AS_SETTLED = {
    "sent": EnvelopeState.SENT,
    "failed": EnvelopeState.FAILED,
    "uncertain": EnvelopeState.UNCERTAIN,
}


@dataclass(frozen=True, slots=True)
class _Today:
    """What all notices of an incident share while nothing is decided and the day lasts."""

    facts: Facts
    around: Surroundings
    key: bytes
    people: Mapping[UUID, Affected]
    planned: Plan
    sender: Sender

    def parts(self, version: int) -> Parts:
        """The text of this version."""
        return self.facts.people.texts[version - 1].parts


_Of = tuple[UUID, UUID, int, date]
_last: dict[_Of, _Today] = {}
"""The incident worked at last, and no other."""


def compose_notice(
    session: Session, services: Services, effect: ClaimedEffect
) -> EmailMessage | Settlement:
    """The message of one envelope; a settlement when it is not to be sent (any more).

    Raises Undeliverable. The incident is held until the caller's commit, so that whoever holds
    somebody back before it is heard.
    """
    row = session.get(RecipientRow, (effect.school_id, effect.subject_id), with_for_update=True)
    if row is None or row.standing != EnvelopeState.WAITING:
        return Settlement("stopped", error="NotNeeded")
    now = services.clock.now()
    today = _today(session, services, effect.school_id, row.incident_id, now)
    scope = Scope.of(effect.school_id)
    about = subjects.subjects_of(session, scope, [row.id])[row.id]
    stored = envelopes.from_json(subjects.open_envelope(today.key, row))
    if not still_so(stored, about, today.planned, today.people):
        _leave_out(session, today, [row], now)
        return Settlement("stopped", error="LeftOut")
    return compose.message(today.parts(row.notice_version), stored, today.sender, now)


def print_letters(session: Session, services: Services, effect: ClaimedEffect) -> Settlement:
    """One print run of all letters that wait, encrypted beside the incident; made twice, the second
    holds what is left: nothing.
    """
    assert effect.incident_id is not None  # noqa: S101 - letters are about an incident
    now, scope = services.clock.now(), Scope.of(effect.school_id)
    today = _today(session, services, effect.school_id, effect.incident_id, now)
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
    stored = {row.id: envelopes.from_json(subjects.open_envelope(today.key, row)) for row in rows}
    right = [
        row for row in rows if still_so(stored[row.id], about[row.id], today.planned, today.people)
    ]
    _leave_out(session, today, [row for row in rows if row not in right], now)
    for version in sorted({row.notice_version for row in right}):
        _print(session, today, [row for row in right if row.notice_version == version], stored, now)
    return Settlement("sent")


def settled(
    session: Session, school_id: UUID, recipient_id: UUID | None, state: str, at: datetime
) -> None:
    """Mark the envelope with what became of its effect, in that same commit."""
    row = session.get(RecipientRow, (school_id, recipient_id)) if recipient_id else None
    if row is not None and state in _AS_SETTLED:
        row.standing, row.reason, row.settled_at = _AS_SETTLED[state], "", at


def _today(
    session: Session, services: Services, school_id: UUID, incident_id: UUID, now: datetime
) -> _Today:
    scope = Scope.of(school_id)
    version = incidents.hold_incident(session, scope, incident_id)
    of = (school_id, incident_id, version, now.astimezone(UK).date())
    if of not in _last:
        _last.clear()
        _last[of] = _worked_out(session, services, scope, incident_id, now)
    return _last[of]


def _worked_out(
    session: Session, services: Services, scope: Scope, incident_id: UUID, now: datetime
) -> _Today:
    found = incidents.get_incident(session, scope, services.keyring, None, incident_id)
    facts = found.facts
    around = surroundings(session, scope, facts.school_id, found.row.adoption_id, now)
    listing = opened(subjects.list_people(session, scope, found.key, incident_id))
    school = schools.get_school(scope, facts.school_id, now).within(session)
    return _Today(
        facts=facts,
        around=around,
        key=found.key,
        people=listing.people,
        planned=listing.planned(facts, around.policy, now),
        sender=sender(school, around.roster, services.settings),
    )


def _leave_out(session: Session, today: _Today, rows: list[RecipientRow], now: datetime) -> None:
    """Something has changed: not sent, and a question to DPO and safeguarding lead, who are told
    once a sending.
    """
    for row in rows:
        row.standing, row.reason, row.settled_at = EnvelopeState.LEFT_OUT, "changed", now
    facts = today.facts
    people = alerts.people_behind(
        (Role.DPO, Role.DSL), today.around.roster, facts, today.around.policy, now
    )
    for person in people if rows else ():
        outbox.write(
            session,
            school_id=facts.school_id,
            incident_id=facts.incident_id,
            kind="alert",
            key=f"left_out:{facts.incident_id}:{len(facts.people.sendings)}:{person.person_id}",
            person_id=person.person_id,
            template="left_out",
            run_after=now,
        )


def _print(
    session: Session,
    today: _Today,
    rows: list[RecipientRow],
    stored: Mapping[UUID, envelopes.Envelope],
    now: datetime,
) -> None:
    """One PDF, in the order of the names on the envelopes."""
    ordered = sorted((stored[row.id] for row in rows), key=lambda one: (one.name, one.id))
    run = letters_run(
        today.parts(rows[0].notice_version), ordered, today.sender, today.facts.reference, now
    )
    made = frozenset(run.made)
    for row in rows:
        row.standing = EnvelopeState.PRINTED if row.id in made else EnvelopeState.FAILED
        row.settled_at = None if row.id in made else now
    if not run.content:
        return
    ident = uuid7()
    session.add(
        FileRow(
            school_id=today.facts.school_id,
            id=ident,
            incident_id=today.facts.incident_id,
            purpose=PRINT_RUN,
            name=f"{today.facts.reference}-letters-{len(made)}.pdf",
            media_type="application/pdf",
            sha256=sha256(run.content).hexdigest(),
            body=seal(today.key, run.content, table="portal_file", column="body", row=ident),
            made_at=now,
        )
    )
