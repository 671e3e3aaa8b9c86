"""When somebody is reminded of a duty, and whom: the only reader of a policy's ladders.

Worked out from the duty alone, so that a timer that was down catches up. Each step is recorded by
its key, once for each duty and person. Regulator, people and danger duties climb before they are
due; only those inside the school wait while it is closed, where the policy says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from portal.rules.clock import start_of_uk_day
from portal.rules.duties.duty import Duty
from portal.rules.facts import Facts
from portal.rules.in_charge.alerts import people_behind
from portal.rules.in_charge.owners import Owner, line, owner_of
from portal.rules.in_charge.roster import Holder, Roster
from portal.rules.in_charge.stand_ins import no_answer_at
from portal.rules.timescales import full_period
from portal.rules.words import Family
from tenants.calendar import Calendar
from tenants.policy.answers import Ladder, Moment, Reminder, Whom
from tenants.policy.schema import Policy
from tenants.roles import Role

MORNING = timedelta(hours=8)
"""When reminders that waited come, on the next school day."""

LONG_OVERDUE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Step:
    """One reminder of one duty. `key` is unique within the duty, and stays the same."""

    key: str
    at: datetime
    whom: tuple[Whom | Role, ...]


def passed(
    duty: Duty,
    policy: Policy,
    now: datetime,
    *,
    facts: Facts | None = None,
    sign_at: datetime | None = None,
    calendar: Calendar | None = None,
) -> tuple[Step, ...]:
    """The steps whose time has come, in order; none for a duty that is met.

    Of what repeats while overdue only the latest counts. `sign_at` is when the owner last opened or
    did something here: it settles 'no sign'. `facts` settle what holds only while undecided. With
    the `calendar`, reminders that wait while the school is closed come when it opens.
    """
    if duty.met_at is not None or _waits(duty, policy, now, calendar):
        return ()
    found = [
        step
        for reminder in _standing(duty, policy, facts)
        for step in _once(reminder, duty, policy)
        if step.at <= now and not _signed(reminder, duty, sign_at)
    ]
    found.sort(key=lambda step: step.at)
    for reminder in _standing(duty, policy, facts):
        if reminder.when is Moment.EVERY_HOURS_AFTER:
            times = (now - duty.due_at) // timedelta(hours=reminder.amount)
            if times >= 1:
                found.append(_repetition(reminder, duty, times))
    return tuple(found)


def next_at(
    duty: Duty,
    policy: Policy,
    now: datetime,
    *,
    facts: Facts | None = None,
    calendar: Calendar | None = None,
) -> datetime | None:
    """When to look at this duty again, strictly after `now`: its next step or recheck."""
    coming = [] if duty.recheck_at is None else [duty.recheck_at]
    if duty.met_at is None:
        for reminder in _standing(duty, policy, facts):
            if reminder.when is Moment.EVERY_HOURS_AFTER:
                times = (now - duty.due_at) // timedelta(hours=reminder.amount)
                coming.append(_repetition(reminder, duty, max(times, 0) + 1).at)
            else:
                coming.extend(step.at for step in _once(reminder, duty, policy))
    if calendar is not None and _waits(duty, policy, now, calendar):
        coming.append(calendar.add_school_days(start_of_uk_day(now) + MORNING, 1))
    return min((at for at in coming if at > now), default=None)


def is_calm(family: str, due_at: datetime, now: datetime) -> bool:
    """Whether a person who is reminded of many such things at once may have them in one mail.

    What is due soon, or has just become late, is a mail of its own; what is owed about danger or to
    the regulator always is: the 72 hours are not one line among many, least of all once over.
    """
    if family in {Family.DANGER, Family.REGULATOR}:
        return False
    return family == Family.SCHOOL or now - due_at >= LONG_OVERDUE


def _waits(duty: Duty, policy: Policy, now: datetime, calendar: Calendar | None) -> bool:
    return (
        policy.reminders_wait
        and duty.family is Family.INTERNAL
        and calendar is not None
        and calendar.is_closed(now)
    )


def recipients(
    step: Step, duty: Duty, roster: Roster, facts: Facts | None, policy: Policy, *, now: datetime
) -> tuple[Holder, ...]:
    """The people whom a step reminds, each once; never somebody whom it concerns.

    The overseer only where the policy has them in its ladders: they are told counts and times.
    """
    owing = owner_of(duty, roster, facts, policy, now)
    in_line = line(duty.role, roster, facts, policy, now, not_these=duty.looks_at_work_of)
    stand_ins = _stand_ins(owing, in_line)
    found: dict[UUID, Holder] = {}
    for whom in step.whom:
        people: tuple[Holder, ...] = ()
        if whom is Whom.OWNER:
            people = owing.people
        elif whom is Whom.STAND_IN:
            people = stand_ins[0] if stand_ins else ()
        elif whom is Whom.ALL_STAND_INS:
            people = tuple(one for tier in stand_ins for one in tier)
        elif whom is not Role.OVERSEER or policy.overseer_in_ladder:
            people = people_behind([Role(whom)], roster, facts, policy, now)
        for one in people:
            found.setdefault(one.person_id, one)
    return tuple(found.values())


def _stand_ins(owing: Owner, in_line: tuple[Owner, ...]) -> list[tuple[Holder, ...]]:
    """Those who could act for the owner, tier by tier, without the last resort."""
    owe_it = {one.person_id for one in owing.people}
    others = (
        tuple(one for one in tier.people if one.person_id not in owe_it)
        for tier in in_line
        if not tier.last_resort
    )
    return [people for people in others if people]


def _ladder(duty: Duty, policy: Policy) -> Ladder:
    if duty.family is Family.SCHOOL:
        return policy.school_reminders if duty.person is None else policy.own_reminders
    return {
        Family.INTERNAL: policy.internal_reminders,
        Family.REGULATOR: policy.regulator_reminders,
        Family.PEOPLE: policy.people_reminders,
        Family.DANGER: policy.danger_reminders,
    }[duty.family]


def _standing(duty: Duty, policy: Policy, facts: Facts | None) -> Iterator[Reminder]:
    """The steps of the ladder that apply as things stand."""
    decided = facts is not None and facts.regulator_decision is not None
    for reminder in _ladder(duty, policy):
        if not (reminder.if_undecided and decided):
            yield reminder


def _once(reminder: Reminder, duty: Duty, policy: Policy) -> Iterator[Step]:
    """The step, where it comes once and comes at all.

    A step that would have come before the duty opened is due at once if the duty opened late, with
    less than its whole period left; it does not exist where the whole period is shorter.
    """
    hours = timedelta(hours=reminder.amount)
    match reminder.when:
        case Moment.PART:
            at = duty.opens_at + (duty.due_at - duty.opens_at) * reminder.amount
        case Moment.NO_SIGN:
            at = no_answer_at(policy, duty.opens_at)
        case Moment.DUE:
            at = duty.due_at
        case Moment.HOURS_BEFORE:
            whole = full_period(policy, duty.kind) or duty.due_at - duty.opens_at
            if hours >= whole:
                return
            at = duty.due_at - hours
        case _:
            return
    yield Step(reminder.key, max(at, duty.opens_at), reminder.whom)


def _repetition(reminder: Reminder, duty: Duty, times: int) -> Step:
    whom = reminder.whom[:times] if reminder.climbs else reminder.whom
    at = duty.due_at + timedelta(hours=reminder.amount) * times
    return Step(f"{reminder.key}_{times}", at, whom)


def _signed(reminder: Reminder, duty: Duty, sign_at: datetime | None) -> bool:
    """Whether the owner gave a sign, so that 'no sign' does not hold."""
    return reminder.when is Moment.NO_SIGN and sign_at is not None and sign_at >= duty.opens_at
