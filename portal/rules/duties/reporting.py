"""What a new report makes people owe at once: danger first, then a look, then stopping the harm."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from portal.rules.duties.duty import Duty, Rule
from portal.rules.facts import Facts
from portal.rules.responsibilities import first_look_role, leading_role, looking_roles
from portal.rules.timescales import due
from portal.rules.triage import danger
from portal.rules.triage.containing import (
    counted_as_stopped,
    has_stopped,
    it_asked_at,
    it_done_at,
    to_stop_since,
)
from portal.rules.words import NOTHING_TO_STOP, Containment, Family
from tenants.calendar import Calendar
from tenants.policy.schema import Policy
from tenants.roles import Role


def danger_check(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """Is anyone in danger? Opens with 'yes' or 'not sure', or a person held back; day or night."""
    for subject, opens_at, looked_at in danger.asked(facts):
        yield Duty(
            kind="danger_check",
            what="Find out whether anyone is in danger, and protect them",
            role=Role.DSL,
            opens_at=opens_at,
            due_at=due(policy, "danger_check", opens_at, calendar, facts),
            family=Family.DANGER,
            action="record_danger_check",
            met_at=looked_at,
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
    done = facts.contained_at
    yield from _contain_joined(facts, policy, calendar)
    if facts.kind in NOTHING_TO_STOP or has_stopped(facts):
        return
    since = to_stop_since(facts)
    yield Duty(
        kind="contain",
        what="Stop it and limit the harm",
        role=leading_role(policy, facts),
        opens_at=since[-1],
        due_at=due(policy, "contain", since[-1], calendar, facts),
        action="record_containment",
        met_at=done,
        occurrence=len(since),
    )
    asked_at = it_asked_at(facts)
    if asked_at is not None:
        it_did_at = it_done_at(facts)
        asked_at = asked_at if it_did_at else max(asked_at, since[-1])
        yield Duty(
            kind="contain",
            what="Help to stop it: lock, wipe, block or disconnect",
            role=Role.IT_CONTACT,
            opens_at=asked_at,
            due_at=due(policy, "contain", asked_at, calendar, facts),
            action="record_containment",
            subject="it",
            met_at=it_did_at or done,
            closing_waits=False,
        )


def _contain_joined(facts: Facts, policy: Policy, calendar: Calendar) -> Iterator[Duty]:
    """Where it counted as stopped, and a report that was joined says that it goes on."""
    for each in facts.joined:
        if each.going_on_since is None or not counted_as_stopped(facts, each.at):
            continue
        yield Duty(
            kind="contain",
            what=f"Stop what {each.reference} reports, and limit the harm",
            role=leading_role(policy, facts),
            opens_at=each.going_on_since,
            due_at=due(policy, "contain", each.going_on_since, calendar, facts),
            action="record_containment",
            met_at=_contained_after(facts, each.at),
            subject=each.reference,
        )


def _contained_after(facts: Facts, joined_at: datetime) -> datetime | None:
    """When somebody said that it is contained who knew of a report joined then."""
    if not facts.contained:
        return None
    later = (each for each in facts.containment if each.at >= joined_at)
    return next((each.at for each in later if each.state is not Containment.ONGOING), None)


RULES: tuple[Rule, ...] = (danger_check, look_at_report, contain)
