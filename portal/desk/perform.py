"""Do one action: the only way in which an incident changes.

One transaction: lock, facts, the policy under which the incident was reported, may they?, decide,
record (decision, facts, duties, effects, audit last), commit. Then RQ is woken; losing that
wake-up loses nothing, because the effects are rows.

Several steps may share the transaction, as a file that comes with a decision: all or none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from portal.desk import can, linked, stages
from portal.desk.school.school_duties import compare_when_over, tell_new_owners
from portal.desk.surroundings import actor, surroundings
from portal.desk.writing import duties, effects, record
from portal.errors import NotAllowed, Refused
from portal.outbox import relay
from portal.rules.facts import Facts
from portal.rules.investigation.evidence import can_rest_on
from portal.rules.outcome import Actor
from portal.store import decisions, incidents
from portal.store.school import schools
from tenants.db import Scope, lock_school, open_session, uuid7

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.desk.surroundings import Surroundings
    from portal.host import Services
    from portal.models.incidents import IncidentRow
    from portal.rules.outcome import AnyAction, Outcome


@dataclass(frozen=True, slots=True)
class Deed:
    """Who does what, where: all that comes with an action beside what is said."""

    school_id: UUID
    by: UUID | None
    incident_id: UUID | None = None
    """None to report a new incident."""
    once: UUID | None = None
    """The form's own key; the same form posted twice is one decision."""
    done_at: datetime | None = None
    """When it was done, where that was earlier than now; lateness is computed from it."""
    rests_on: tuple[UUID, ...] = ()
    """Evidence files and notes of the incident that it names as its ground (SIP-3c)."""
    seen: int | None = None
    """The incident's version that it was decided on; None where that does not matter."""


@dataclass(frozen=True, slots=True)
class Performed:
    """What became of it."""

    incident_id: UUID
    reference: str
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One action of several that are done in one commit."""

    action: AnyAction
    deed: Deed
    say: Callable[[Sequence[Outcome]], object]
    """What is said, given what came of the steps before."""


Beside = Callable[["Session", "datetime"], object]
"""A change of administration, or of a draft, that is made in the commit of an action."""


def perform(
    services: Services, action: AnyAction, said: object, deed: Deed, beside: Beside | None = None
) -> Performed:
    """Do `action`. Raises `NotFound`, `NotAllowed`, or `Refused` with a sentence for the person."""
    return perform_all(services, [Step(action, deed, lambda _before: said)], beside)


def perform_all(
    services: Services, steps: Sequence[Step], beside: Beside | None = None
) -> Performed:
    """Do all of them, in their order, or none; gives what became of the first. Raises as `perform`.

    Each is decided, recorded and audited at its own school, by the person's rights there.
    """
    now = services.clock.now()
    if any((step.deed.done_at or now) > now for step in steps):
        msg = "This must be in the past. Check the date and time."
        raise Refused(msg, field="done_at")
    schools_touched = sorted({step.deed.school_id for step in steps})
    with open_session(services.engine, Scope.of(*schools_touched)) as session, session.begin():
        repeated = _done_before(services, session, steps)
        if repeated is not None:
            return repeated
        if len(steps) > 1:
            _lock(services, session, steps, schools_touched)
        performed: list[Performed] = []
        outcomes: list[Outcome] = []
        for step in steps:
            one, outcome = _perform(services, session, step, step.say(outcomes), now)
            performed.append(one)
            outcomes.append(outcome)
        if beside is not None:
            beside(session, now)
    relay.nudge(services, schools_touched)
    return performed[0]


def _done_before(services: Services, session: Session, steps: Sequence[Step]) -> Performed | None:
    """The same form posted twice is one decision, and has been made."""
    for deed in (step.deed for step in steps):
        scope = Scope.of(deed.school_id)
        earlier = decisions.find_once(session, scope, deed.once) if deed.once else None
        if earlier is None:
            continue
        if earlier.person_id != deed.by:
            raise NotAllowed
        found = incidents.get_incident(session, scope, services.keyring, None, earlier.incident_id)
        return Performed(earlier.incident_id, found.row.reference, repeated=True)
    return None


def _lock(
    services: Services, session: Session, steps: Sequence[Step], schools_touched: list[UUID]
) -> None:
    """Incidents in the order of their ids, then schools: nobody waits for each other for ever."""
    wanted = {step.deed.incident_id: step.deed.school_id for step in steps}
    for incident_id in sorted(each for each in wanted if each):
        scope = Scope.of(wanted[incident_id])
        incidents.lock_incident(session, scope, services.keyring, incident_id)
    if len(schools_touched) > 1:
        for school_id in schools_touched:
            lock_school(session, school_id)


def _perform(
    services: Services, session: Session, step: Step, said: object, now: datetime
) -> tuple[Performed, Outcome]:
    action, deed = step.action, step.deed
    done_at = deed.done_at or now
    scope = Scope.of(deed.school_id)
    second = action.second(said) if action.second else None
    case, other = _open(services, session, scope, deed, second, done_at)
    around = surroundings(session, scope, deed.school_id, case.adoption_id, now)
    who = actor(deed.by, around, case.facts, now)
    can.require(action, case.facts, around.policy, who)
    said = record.with_people(session, scope, case, said)
    if other is not None:
        said = record.with_other(said, other, who)
    if not can_rest_on(case.facts).keys() >= {*deed.rests_on}:
        raise Refused("Choose files and notes of this incident", field="rests_on")
    outcome = action.decide(case.facts, around.policy, who, said, done_at)
    stages.check_move(action, case.facts, outcome.facts)
    if outcome.is_sign:
        outcome = replace(outcome, facts=duties.with_signs(outcome.facts, around, who, done_at))
    entry = record.Entry(action, said, who, done_at, now, deed.once, deed.rests_on)
    performed = _write(services, session, case, around, outcome, entry)
    linked.pass_on(session, case.facts, outcome.facts, now)
    if other is not None and outcome.other is not None:
        theirs = surroundings(session, scope, deed.school_id, other.adoption_id, now)
        beside = replace(entry, once=None)
        if outcome.other.unnamed:
            beside = replace(beside, who=Actor(None))
        _write(services, session, other, theirs, outcome.other, beside)
    return performed, outcome


def _open(
    services: Services,
    session: Session,
    scope: Scope,
    deed: Deed,
    second: UUID | None,
    done_at: datetime,
) -> tuple[record.Case, record.Case | None]:
    """The incident, and the second one where the action changes two, in the order of their ids:
    two who join the same reports from either side wait for each other, and never for ever.
    """
    if deed.incident_id is None:
        return _new_case(session, scope, deed, done_at), None
    wanted = {deed.incident_id, second or deed.incident_id}
    opened = {
        each: record.open_case(session, scope, services.keyring, each) for each in sorted(wanted)
    }
    record.require_seen(opened[deed.incident_id], deed.seen)
    return opened[deed.incident_id], opened[second] if second else None


def _write(
    services: Services,
    session: Session,
    case: record.Case,
    around: Surroundings,
    outcome: Outcome,
    entry: record.Entry,
) -> Performed:
    scope = Scope.of(case.facts.school_id)
    kept_before = _kept(case.row)
    with session.no_autoflush:
        written = record.write(session, services.keyring, case, around, outcome, entry)
        compared = duties.compare(
            session, scope, around, written.facts, entry.recorded_at, is_new=case.row is None
        )
        session.flush()
        if _kept(written.row) != kept_before:
            compare_when_over(session, scope, around, written.facts, entry.recorded_at)
        told = effects.write(session, around, written.facts, outcome, entry)
        if written.facts.concerned != case.facts.concerned:
            tell_new_owners(session, compared, entry.recorded_at, but={entry.who.person_id, *told})
        record.write_audit(session, written, entry)
    return Performed(written.facts.incident_id, written.row.reference)


def _kept(row: IncidentRow | None) -> tuple[date | None, bool]:
    """What the duty to erase is counted from: until when it is kept, and whether it is gone."""
    return (row.kept_until, row.erased_at is not None) if row is not None else (None, False)


def _new_case(session: Session, scope: Scope, deed: Deed, done_at: datetime) -> record.Case:
    """The blank case of a new report, under the policy in force on the day."""
    adopted = schools.policy_today(session, scope, deed.school_id, done_at)
    if adopted is None:
        msg = (
            "This school has no policy in force yet, so the portal does not know whom to tell. "
            "Ring the Headteacher or the data protection officer now."
        )
        raise Refused(msg)
    facts = Facts(school_id=deed.school_id, incident_id=uuid7(), reference="", reported_at=done_at)
    return record.Case(facts=facts, adoption_id=adopted[0])
