"""What is owed where another controller shares the matter, besides the report to the regulator."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from portal.rules.also_told.sharing import (
    all_for_another,
    controller_told,
    held_for_others_since,
    joint_since,
    other_tells,
)
from portal.rules.clock import clock_has_ended
from portal.rules.duties.duty import Duty, Rule
from portal.rules.facts import Facts
from portal.rules.telling.agreeing import speaks
from portal.rules.telling.putting_right import nobody_to_tell
from portal.rules.timescales import due
from portal.rules.words import Family
from tenants.calendar import Calendar
from tenants.policy.schema import Policy
from tenants.roles import Role


def agree_who_tells(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """DBRP-5.11: joint controllers agree who tells the people; until they have, it is for us."""
    since, agreed = joint_since(facts), facts.who_tells
    if since is None or (agreed is None and (clock_has_ended(facts) or all_for_another(facts))):
        return
    yield Duty(
        kind="agree_who_tells",
        what="Agree with the other controller who tells the people affected",
        role=Role.DPO,
        opens_at=since,
        due_at=due(policy, "agree_who_tells", since, calendar, facts),
        family=Family.PEOPLE,
        action="agree_who_tells",
        met_at=agreed.at if agreed else None,
    )


def other_controller_told(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """DBRP-5.11: where the other one tells the people, we make sure that it has.

    Counted from the decision that they are told, or from the agreement where that came later.
    """
    decision, agreed = facts.people_decision, facts.who_tells
    if decision is None or agreed is None or not (other_tells(facts) and speaks(facts)):
        return
    if facts.other_told is None and nobody_to_tell(facts):
        return
    opens_at = max(decision.at, agreed.at)
    yield Duty(
        kind="other_controller_told",
        what="Make sure that the other controller has told the people affected",
        role=Role.DPO,
        opens_at=opens_at,
        due_at=due(policy, "other_controller_told", opens_at, calendar, facts),
        family=Family.PEOPLE,
        action="confirm_people_told",
        met_at=facts.other_told.at if facts.other_told else None,
    )


def tell_controller(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """Article 33(2): a processor tells its controller without undue delay, sure of it or not."""
    since, told = held_for_others_since(facts), controller_told(facts)
    over = clock_has_ended(facts) or facts.no_breach_at is not None
    if since is None or (over and not told):
        return
    yield Duty(
        kind="tell_controller",
        what="Tell the organisation whose data the school holds",
        role=Role.DPO,
        opens_at=since,
        due_at=due(policy, "tell_controller", since, calendar, facts),
        family=Family.REGULATOR,
        action="record_controller_told",
        button="Record that it was told",
        met_at=told[0].told_at if told else None,
    )


RULES: tuple[Rule, ...] = (agree_who_tells, other_controller_told, tell_controller)
