"""Remind: take the steps of the ladder that are due, and look again where time alone decides.

Each step is one row for each duty and person, and each duty climbs by itself. One look sends a
person one mail for an incident (or for what the school itself owes) with every duty of which it
has something to say. Steps missed while timers were down are recorded in order; the mail says so.
Many mails to one person that are calm leave as one (`portal/jobs/digest.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.dialects.postgresql import insert

from portal.desk.school import school_duties
from portal.desk.surroundings import surroundings
from portal.desk.writing import duties
from portal.desk.writing.duty_rows import About
from portal.models.reminders import ReminderRow
from portal.outbox import rows as outbox
from portal.rules import reminders
from portal.rules.duties import owed
from portal.rules.in_charge import alerts
from portal.store import duties as stored
from portal.store import incidents, reading
from portal.store.effects import CALM
from portal.store.telling import alerting
from tenants.db import Scope, open_session, uuid7

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.host import Services
    from portal.models.duties import DutyRow
    from portal.rules.duties.duty import Duty

    _Fresh = list[tuple[DutyRow, list[reminders.Step]]]
    """Duties of one look, each with the steps that one person is to be told of: at least one."""
    _Taken = Mapping[tuple[str, UUID], datetime]
    """When each step of a duty's ladder was taken last towards each person."""


def remind(services: Services, school_id: UUID, duty_ids: list[UUID], now: datetime) -> None:
    """Look at these duties of one school; each incident, and what the school itself
    owes, in a transaction of its own.
    """
    scope = Scope.of(school_id)
    with open_session(services.engine, scope) as session:
        by_incident = stored.incidents_of(session, scope, duty_ids)
    for incident_id, ids in by_incident.items():
        with open_session(services.engine, scope) as session, session.begin():
            if incident_id is None:
                _remind_school(session, scope, ids, now)
            else:
                _remind_incident(services, session, scope, incident_id, ids, now)


def _remind_school(session: Session, scope: Scope, duty_ids: list[UUID], now: datetime) -> None:
    """What the school itself owes. Its rows are compared first, like those of an incident."""
    about = school_duties.compare_school(session, scope, now)
    if about is None:
        return
    listed = school_duties.listed(session, scope, about)
    session.flush()
    _take_due(session, scope, duty_ids, listed, about)


def _remind_incident(
    services: Services,
    session: Session,
    scope: Scope,
    incident_id: UUID,
    duty_ids: list[UUID],
    now: datetime,
) -> None:
    found = incidents.lock_incident(session, scope, services.keyring, incident_id)
    school_id = found.facts.school_id
    around = surroundings(session, scope, school_id, found.row.adoption_id, now)
    compared = duties.compare(session, scope, around, found.facts, now)
    session.flush()
    listed = owed(found.facts, around.policy, around.calendar, now)
    # what time alone has opened may be late already: nobody waits for its next step
    ids = [*duty_ids, *(row.id for row in compared.opened)]
    _take_due(session, scope, ids, listed, About(school_id, around, now, found.facts))


def _take_due(
    session: Session, scope: Scope, duty_ids: list[UUID], listed: list[Duty], about: About
) -> None:
    """Record each step that has passed for each of its people; send each person one mail."""
    by_key = {duty.key: duty for duty in listed}
    rows = stored.lock_duties(session, scope, duty_ids)
    taken = reading.steps_taken(session, scope, [row.id for row in rows])
    signs = reading.last_signs(session, scope, about.facts.incident_id) if about.facts else {}
    fresh: dict[UUID, _Fresh] = {}
    for row in rows:
        duty = by_key.get((row.kind, row.subject, row.occurrence))
        if duty is not None and duty.met_at is None:
            for person_id, steps in _fresh_steps(duty, about, taken[row.id], signs).items():
                fresh.setdefault(person_id, []).append((row, steps))
            row.next_at = about.next_look(duty)
    second = alerting.reached_twice(session, about.facts, fresh)
    for person_id, of_person in fresh.items():
        channels = alerts.channels(second=person_id in second)
        _remind_person(session, person_id, of_person, channels, about.now)


def _fresh_steps(
    duty: Duty, about: About, taken: _Taken, signs: Mapping[UUID, datetime]
) -> dict[UUID, list[reminders.Step]]:
    """The steps of a duty that have passed and were not taken yet, in order, for each person.

    Not yet, as the duty is due now: of one that was moved later the same steps come once more.
    `signs`: when each person last opened the incident or did something in it.
    """
    around, facts, now = about.around, about.facts, about.now
    sign_at = max((signs[who] for who in about.owners(duty) if who in signs), default=None)
    fresh: dict[UUID, list[reminders.Step]] = {}
    for step in reminders.passed(
        duty, around.policy, now, facts=facts, sign_at=sign_at, calendar=around.calendar
    ):
        for person in reminders.recipients(
            step, duty, around.roster, facts, around.policy, now=now
        ):
            before = taken.get((step.key, person.person_id))
            if before is None or before < step.at:
                fresh.setdefault(person.person_id, []).append(step)
    return fresh


def _remind_person(
    session: Session,
    person_id: UUID,
    taken: _Fresh,
    channels: tuple[dict[str, object], ...],
    now: datetime,
) -> None:
    """One mail about these duties, named by the first: at its time a step is taken only once."""
    row, steps = taken[0]
    name = (steps[-1].key, f"{steps[-1].at:%Y%m%dT%H%M%S}")
    data = {
        "duty_ids": [str(each.id) for each, _ in taken],
        "missed": sum(len(passed) - 1 for _, passed in taken),
    }
    if not channels[1:] and all(
        reminders.is_calm(each.family, each.due_at, now) for each, _ in taken
    ):
        data[CALM] = True
    effect_id, *_others = (
        outbox.write(
            session,
            school_id=row.school_id,
            incident_id=row.incident_id,
            kind="alert",
            key=":".join(("reminder", str(row.id), *name, str(person_id), *channel)),
            person_id=person_id,
            template="reminder",
            data={**data, **channel},
            run_after=now,
        )
        for channel in channels
    )
    session.flush()
    written = insert(ReminderRow)
    session.execute(
        written.on_conflict_do_update(
            index_elements=["school_id", "duty_id", "step", "person_id"],
            set_={"at": written.excluded.at, "effect_id": written.excluded.effect_id},
        ),
        [
            {
                "school_id": each.school_id,
                "id": uuid7(),
                "duty_id": each.id,
                "step": step.key,
                "person_id": person_id,
                "at": now,
                "effect_id": effect_id if step is passed[-1] else None,
            }
            for each, passed in taken
            for step in passed
        ],
    )
