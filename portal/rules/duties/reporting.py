"""What a new report makes people owe at once: danger first, then a look, then stopping the harm."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from portal.rules.containing import it_asked_at, it_done_at
from portal.rules.duties.duty import Duty, Rule
from portal.rules.facts import Facts
from portal.rules.responsibilities import first_look_role, leading_role, looking_roles
from portal.rules.timescales import due
from portal.rules.words import NOTHING_TO_STOP, Answer, Family
from tenants.calendar import Calendar
from tenants.policy.schema import Policy
from tenants.roles import Role


def danger_check(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """Is anyone in danger? Opens with 'yes' or 'not sure', or a person held back; day or night."""
    asked = [] if facts.intake.danger is Answer.NO else [("", facts.reported_at)]
    if facts.people.held_back and facts.people.held_back_at is not None:
        asked.append(("held_back", facts.people.held_back_at))
    done = facts.danger_check
    for subject, opens_at in asked:
        yield Duty(
            kind="danger_check",
            what="Find out whether anyone is in danger, and protect them",
            role=Role.DSL,
            opens_at=opens_at,
            due_at=due(policy, "danger_check", opens_at, calendar, facts),
            family=Family.DANGER,
            action="record_danger_check",
            met_at=done.at if done and done.at >= opens_at else None,
            subject=subject,
        )


def look_at_report(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """SIP-1-head, DBRP-5.1: met by the first action of one of the first contacts, or of each."""
    each_of = looking_roles(policy, facts)
    looked = dict(reversed(facts.looks))
    for role in each_of or (first_look_role(policy, facts),):
        yield Duty(
            kind="look_at_report",
            what="Look at the report",
            role=role,
            opens_at=facts.reported_at,
            due_at=due(policy, "look_at_report", facts.reported_at, calendar, facts),
            action="acknowledge_report",
            met_at=looked.get(role) if each_of else facts.looked_at,
            subject=role if each_of else "",
        )


def contain(facts: Facts, policy: Policy, calendar: Calendar, _now: datetime) -> Iterator[Duty]:
    """DBRP-5.5.4, 5.8: stop it and limit the harm; a near miss has nothing to stop.

    IT is asked as well where systems are hit or a device is gone (DBRP-1.7).
    """
    stopped = facts.intake.still_going_on is Answer.NO and not facts.containment
    if facts.kind in NOTHING_TO_STOP or stopped:
        return
    done = facts.containment[-1].at if facts.contained else None
    yield Duty(
        kind="contain",
        what="Stop it and limit the harm",
        role=leading_role(policy, facts),
        opens_at=facts.reported_at,
        due_at=due(policy, "contain", facts.reported_at, calendar, facts),
        action="record_containment",
        met_at=done,
    )
    asked_at = it_asked_at(facts)
    if asked_at is not None:
        yield Duty(
            kind="contain",
            what="Help to stop it: lock, wipe, block or disconnect",
            role=Role.IT_CONTACT,
            opens_at=asked_at,
            due_at=due(policy, "contain", asked_at, calendar, facts),
            action="record_containment",
            subject="it",
            met_at=it_done_at(facts) or done,
            closing_waits=False,
        )


RULES: tuple[Rule, ...] = (danger_check, look_at_report, contain)
