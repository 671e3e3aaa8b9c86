"""What must follow a decision and leaves the database: a row of the outbox for each person told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.desk.writing.involving import let_in_alerted
from portal.outbox import rows as outbox
from portal.rules.in_charge import alerts, owners
from portal.store.telling import alerting
from tenants.calendar import uk_date
from tenants.db import uuid7
from tenants.directory import named_dpo

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.desk.surroundings import Surroundings
    from portal.desk.writing.record import Entry
    from portal.rules.facts import Facts
    from portal.rules.outcome import Effect, Outcome


def write(
    session: Session, around: Surroundings, facts: Facts, outcome: Outcome, entry: Entry
) -> Sequence[UUID | None]:
    """One outbox row for each effect and person, in this same commit; gives who is alerted."""
    alerted: list[UUID | None] = []
    waiting: list[dict[str, object]] = []
    for number, effect in enumerate(outcome.effects):
        people = _people(effect, around, facts, entry)
        second = alerting.reached_twice(session, facts, people)
        if effect.kind == "alert":
            alerted.extend(people)
        waiting.extend(
            {
                "school_id": facts.school_id,
                "incident_id": facts.incident_id,
                "kind": effect.kind,
                "key": f"{entry.action.name}:{uuid7()}:{number}",
                "person_id": person_id,
                "subject_id": effect.subject,
                "template": effect.template,
                "run_after": entry.recorded_at,
                "data": channel,
            }
            for person_id in people
            for channel in alerts.channels(second=effect.kind == "alert" and person_id in second)
        )
    waiting.extend(_outside(session, around, facts, outcome, entry))
    let_in_alerted(session, around.roster, facts, alerted)
    outbox.write_all(session, waiting)
    return alerted


def _outside(
    session: Session, around: Surroundings, facts: Facts, outcome: Outcome, entry: Entry
) -> Iterator[dict[str, object]]:
    """The mail to a named DPO who does not use the portal; to whom, is seen when it leaves."""
    what = alerts.asked_outside(outcome.effects, around.roster)
    if what and named_dpo(session, facts.school_id, uk_date(entry.recorded_at)):
        yield {
            "school_id": facts.school_id,
            "incident_id": facts.incident_id,
            "kind": alerts.DPO_OUTSIDE,
            "key": f"{entry.action.name}:{uuid7()}:{alerts.DPO_OUTSIDE}",
            "person_id": None,
            "subject_id": None,
            "template": alerts.DPO_OUTSIDE,
            "run_after": entry.recorded_at,
            "data": {"what": what},
        }


def _people(
    effect: Effect, around: Surroundings, facts: Facts, entry: Entry
) -> tuple[UUID | None, ...]:
    """Who gets an alert: each person once, nobody whom it concerns. Others go to nobody.

    Of what one did oneself one is told only as one of those who must look at a new report, or
    where there is nobody else.
    """
    to = effect.to
    if effect.of_new_report:
        to = alerts.told_of_report(around.policy, around.roster, facts)
    if not (to or effect.people):
        return (None,)
    holders = alerts.people_behind(to, around.roster, facts, around.policy, entry.recorded_at)
    found = dict.fromkeys((*effect.people, *(holder.person_id for holder in holders)))
    hidden = owners.concerned(around.roster, facts)
    people = tuple(person for person in found if person not in hidden)
    others = tuple(person for person in people if person != entry.who.person_id)
    return people if effect.of_new_report else others or people
