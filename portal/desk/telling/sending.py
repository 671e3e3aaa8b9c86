"""Notices in the moment of sending: looked at once more, then composed; and what became of them.

The people of today are read again for each notice. Between two decisions on an incident those
affected cannot have changed, so what was worked out for one notice holds for the next of the same
day. Who is in charge at the school may have: that is read each time, and who writes with it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from portal.crypto import seal
from portal.desk.surroundings import surroundings
from portal.desk.telling import attempts
from portal.models.telling import RecipientRow
from portal.notices import compose
from portal.notices.from_school import sender
from portal.outbox import rows as outbox
from portal.outbox.leases import Settlement
from portal.rules.in_charge import alerts
from portal.rules.in_charge.owners import dpo_stand_in
from portal.rules.telling.attempts import RESULTS, Result
from portal.rules.telling.envelope import Envelope, Sender
from portal.rules.telling.on_way import AS_SETTLED, EnvelopeState
from portal.rules.telling.people_list import opened
from portal.rules.telling.still_right import by_people, still_so
from portal.store import incidents
from portal.store.school import schools
from portal.store.telling import subjects
from tenants.calendar import UK
from tenants.db import Scope
from tenants.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from email.message import EmailMessage

    from sqlalchemy.orm import Session

    from portal.desk.surroundings import Surroundings
    from portal.host import Outgoing, Services
    from portal.rules.facts import Facts, NoticeText
    from portal.rules.telling.addressees import Affected
    from portal.rules.telling.still_right import ByPeople
    from portal.store.effects import ClaimedEffect


@dataclass(frozen=True, slots=True)
class Today:
    """What all notices of an incident share while nothing is decided and the day lasts."""

    version: int
    facts: Facts
    around: Surroundings
    key: bytes
    people: Mapping[UUID, Affected]
    planned: ByPeople
    sender: Sender

    def text(self, version: int) -> NoticeText:
        """The text of this version."""
        return self.facts.people.texts[version - 1]

    def written(self, row: RecipientRow, stored: Envelope) -> Envelope:
        """The envelope with who writes in this moment, kept so: it is the proof of what left.

        Whoever signed or answered when it was decided to send may not be there any more, and what
        a parent replies is not for them.
        """
        if stored.sender == self.sender:
            return stored
        made = replace(stored, sender=self.sender)
        row.envelope = seal(
            self.key, made.to_json(), table="portal_recipient", column="envelope", row=row.id
        )
        return made


_Of = tuple[UUID, UUID, int, date]
_last: dict[_Of, Today] = {}
"""The incident worked at last, and no other."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A notice that was right at this version of its incident; composed when it is asked for."""

    effect: ClaimedEffect
    version: int
    compose: Callable[[], Outgoing]
    """Raises Undeliverable."""


def prepare_notices(
    session: Session, services: Services, effects: Sequence[ClaimedEffect]
) -> list[Prepared]:
    """Those of one school that are right today, read in one go, in their order.

    Who is missing is left to `compose_notice`, which settles what is not to be sent.
    """
    now, school_id = services.clock.now(), effects[0].school_id
    scope, ids = Scope.of(school_id), [one.subject_id for one in effects if one.subject_id]
    rows = subjects.waiting_recipients(session, scope, ids)
    about = subjects.subjects_of(session, scope, ids)
    held: dict[UUID, Today] = {}
    right = []
    for effect in effects:
        row = rows.get(effect.subject_id) if effect.subject_id else None
        if row is None:
            continue
        if row.incident_id not in held:
            held[row.incident_id] = today_of(session, services, school_id, row.incident_id, now)
        today = held[row.incident_id]
        stored = Envelope.from_json(subjects.open_envelope(today.key, row))
        if still_so(stored, about[row.id], today.planned, today.people):
            text = today.text(row.notice_version)
            make = partial(compose.outgoing, text, today.written(row, stored), today.sender, now)
            right.append(Prepared(effect, today.version, make))
    return right


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
    today = today_of(session, services, effect.school_id, row.incident_id, now)
    scope = Scope.of(effect.school_id)
    about = subjects.subjects_of(session, scope, [row.id])[row.id]
    stored = Envelope.from_json(subjects.open_envelope(today.key, row))
    if not still_so(stored, about, today.planned, today.people):
        leave_out(session, today, [row], now)
        return Settlement("stopped", error="LeftOut")
    text = today.text(row.notice_version)
    return compose.message(text, today.written(row, stored), today.sender, now)


def settled(
    session: Session, school_id: UUID, recipient_id: UUID | None, state: str, at: datetime
) -> None:
    """Mark the envelope with what became of its effect, in that same commit."""
    row = session.get(RecipientRow, (school_id, recipient_id)) if recipient_id else None
    if row is not None and state in AS_SETTLED:
        row.standing, row.reason, row.settled_at = AS_SETTLED[state], "", at
        attempts.note(session, school_id, [row.id], RESULTS[state], at)


def today_of(
    session: Session, services: Services, school_id: UUID, incident_id: UUID, now: datetime
) -> Today:
    """What is known of an incident today; it is held until the caller's commit."""
    scope = Scope.of(school_id)
    version = incidents.hold_incident(session, scope, incident_id)
    of = (school_id, incident_id, version, now.astimezone(UK).date())
    if of not in _last:
        _last.clear()
        _last[of] = _worked_out(session, services, scope, incident_id, version, now)
    known = _last[of]
    roster = schools.roster(scope, school_id, now).within(session)
    around = replace(known.around, roster=roster)
    writes = _writes(session, services, scope, known.facts, around, now)
    return replace(known, around=around, sender=writes)


def _writes(
    session: Session,
    services: Services,
    scope: Scope,
    facts: Facts,
    around: Surroundings,
    now: datetime,
) -> Sender:
    """Who writes in this moment."""
    school = schools.get_school(scope, facts.school_id, now).within(session)
    stand_in = dpo_stand_in(around.roster, facts, around.policy, now)
    return sender(school, around.roster, services.settings, stand_in)


def _worked_out(
    session: Session,
    services: Services,
    scope: Scope,
    incident_id: UUID,
    version: int,
    now: datetime,
) -> Today:
    found = incidents.get_incident(session, scope, services.keyring, None, incident_id)
    facts = found.facts
    around = surroundings(session, scope, facts.school_id, found.row.adoption_id, now)
    listing = opened(subjects.list_people(session, scope, found.key, incident_id))
    return Today(
        version=version,
        facts=facts,
        around=around,
        key=found.key,
        people=listing.people,
        planned=by_people(listing.planned(facts, around.policy, now)),
        sender=_writes(session, services, scope, facts, around, now),
    )


def leave_out(session: Session, today: Today, rows: list[RecipientRow], now: datetime) -> None:
    """Something has changed: not sent, and a question to DPO and safeguarding lead, who are told
    once a sending.
    """
    for row in rows:
        row.standing, row.reason, row.settled_at = EnvelopeState.LEFT_OUT, "changed", now
    facts = today.facts
    attempts.note(session, facts.school_id, [row.id for row in rows], Result.LEFT_OUT, now)
    people = alerts.people_behind(
        (Role.DPO, Role.DSL), today.around.roster, facts, today.around.policy, now
    )
    outbox.alert(
        session,
        school_id=facts.school_id,
        incident_id=facts.incident_id,
        template="left_out",
        about=f"{facts.incident_id}:{len(facts.people.sendings)}",
        people=(person.person_id for person in people if rows),
        now=now,
    )
