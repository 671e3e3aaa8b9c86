"""What a school owes as such: compared after each change of its administration, when an incident
is to be erased on another day than before, and by timers.

A change of people, calendar, DPO or policy also moves what is owed in its open incidents. That is
done incident by incident by the worker: an effect 'recompare' for each, in the commit of the
change. What begins or ends by itself (an absence, a role, a closure, a policy) is such a moment
too: one effect waits for the next of them, and writes the one after.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.desk.school import concerning
from portal.desk.surroundings import Surroundings, surroundings
from portal.desk.writing import duties, duty_rows
from portal.desk.writing.duty_rows import About
from portal.outbox import rows as outbox
from portal.rules.keeping import erasing
from portal.rules.school.duties import owed_by_school
from portal.store import audit, incidents
from portal.store import duties as stored
from portal.store.school import schools, turning_points
from portal.store.school.facts import get_school_facts
from tenants.absences import reach_newcomers
from tenants.db import Scope, lock_school, uuid7

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.desk.writing.duty_rows import Compared
    from portal.host import Services
    from portal.models.duties import DutyRow
    from portal.rules.duties.duty import Duty
    from portal.rules.facts import Facts

RECOMPARE = "recompare"


def compare_school(session: Session, scope: Scope, now: datetime) -> About | None:
    """Bring the duties of the scope's one school in line; None while it has no policy in force.

    Whoever owes one that somebody else owed is told.
    """
    (school_id,) = scope.schools
    lock_school(session, school_id)
    adopted = schools.policy_today(session, scope, school_id, now)
    if adopted is None:
        return None
    around = Surroundings(
        policy=adopted[1],
        calendar=schools.calendar(session, scope, school_id),
        roster=schools.roster(scope, school_id, now).within(session),
    )
    about = About(school_id, around, now)
    duties_now = listed(session, scope, about)
    known = stored.duties_of_school(session, scope, [duty.key for duty in duties_now])
    compared = duty_rows.bring_in_line(session, known, duties_now, about)
    tell_new_owners(session, compared, now)
    return about


def listed(session: Session, scope: Scope, about: About) -> list[Duty]:
    """What the school owes now, open and met."""
    facts = get_school_facts(session, scope, about.school_id, about.now, owed=True)
    return owed_by_school(facts, about.around.policy, about.around.calendar, about.now)


def changed(session: Session, scope: Scope, now: datetime, *, people: bool) -> None:
    """After a change at the scope's one school: its duties, those of its incidents, what is next.

    `people`: it changed who is what, when they are here, or which days are school days.
    """
    session.flush()
    if people:
        _reach_newcomers(session, scope, now)
    about = compare_school(session, scope, now)
    if people:
        if about is not None:
            concerning.hide_from_newcomers(session, scope, now)
        _recompare_incidents(session, scope, now)
    await_next_turn(session, scope, now)


def _reach_newcomers(session: Session, scope: Scope, now: datetime) -> None:
    """Whoever comes here while they are away from all their schools is away from here, too."""
    (school_id,) = scope.schools
    for altered in reach_newcomers(session, school_id, now=now):
        refs = {"subject": str(altered.subject_id), **altered.after}
        audit.append(session, school_id, f"administration.{altered.what}", refs, at=now)


def await_next_turn(session: Session, scope: Scope, now: datetime) -> None:
    """Have the school compared when the next thing begins or ends by itself."""
    (school_id,) = scope.schools
    at = turning_points.next_turn(session, school_id, now)
    if at is not None:
        compare_at(session, school_id, at)


def compare_at(session: Session, school_id: UUID, at: datetime) -> None:
    """Have the school compared at that moment; said again, it is the same moment."""
    outbox.write(
        session,
        school_id=school_id,
        kind=RECOMPARE,
        key=f"{RECOMPARE}:{at.isoformat()}",
        run_after=at,
    )


def compare_when_over(
    session: Session, scope: Scope, around: Surroundings, facts: Facts, now: datetime
) -> None:
    """The duty to erase opens when an incident's time is over: look again now, and then."""
    over_at = erasing.over_at(around.policy, facts)
    held = facts.kept_longer or facts.people.kept_longer
    if over_at is None or over_at <= now or facts.erased_at or held:
        compare_school(session, scope, now)
    if over_at is not None and over_at > now:
        compare_at(session, facts.school_id, over_at)


def compare_later(session: Session, schools: Sequence[UUID], now: datetime) -> None:
    """Have each of these schools, and then its incidents, compared by the worker, in one statement.

    Each is a transaction of its own there, however many schools a service looks after. Two changes
    in the same instant are two: the worker may be done with the first.
    """
    key = f"{RECOMPARE}:overseer:{uuid7()}"
    outbox.write_all(
        session,
        [
            {
                "school_id": school_id,
                "kind": RECOMPARE,
                "key": key,
                "template": "",
                "run_after": now,
            }
            for school_id in schools
        ],
    )


def recompare(
    session: Session, services: Services, school_id: UUID, incident_id: UUID | None
) -> None:
    """Compare one incident anew, or the school and then each of its incidents."""
    scope, now = Scope.of(school_id), services.clock.now()
    if incident_id is None:
        changed(session, scope, now, people=True)
        return
    found = incidents.lock_incident(session, scope, services.keyring, incident_id)
    around = surroundings(session, scope, school_id, found.row.adoption_id, now)
    facts = concerning.mark_service(session, found, now)
    compared = duties.compare(session, scope, around, facts, now)
    session.flush()
    tell_new_owners(session, compared, now)


def tell_new_owners(
    session: Session, compared: Compared, now: datetime, but: Collection[UUID | None] = ()
) -> None:
    """Alert each person to the open duties that have moved to them, in one mail an incident; nobody
    of `but`, who know already.
    """
    session.flush()
    moved: dict[UUID, list[DutyRow]] = {}
    for row, person_id in compared.moved:
        if row.opens_at <= now and person_id not in but:
            moved.setdefault(person_id, []).append(row)
    for person_id, (first, *others) in moved.items():
        outbox.write(
            session,
            school_id=first.school_id,
            incident_id=first.incident_id,
            kind="alert",
            key=f"moved:{first.id}:{person_id}:{now.isoformat()}",
            person_id=person_id,
            template="moved",
            data={"duty_ids": [str(row.id) for row in (first, *others)]},
            run_after=now,
        )


def _recompare_incidents(session: Session, scope: Scope, now: datetime) -> None:
    for school_id, incident_id in stored.incidents_owing(session, scope):
        outbox.write_again(
            session,
            school_id=school_id,
            kind=RECOMPARE,
            incident_id=incident_id,
            run_after=now,
        )
