"""Is it a breach? And the DPO's look at what was ended or delayed without them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from portal.rules.clock import no_personal_data_confirmed
from portal.rules.duties.duty import Duty, Rule
from portal.rules.endings import Ended, without_dpo
from portal.rules.facts import Facts
from portal.rules.responsibilities import leading_role
from portal.rules.timescales import due
from portal.rules.words import Family
from tenants.calendar import Calendar
from tenants.policy.schema import Policy
from tenants.roles import Role

CLAUSES = ("DBRP-4.2", "DBRP-4.3")

_LOOK = {
    Ended.NO_PERSONAL_DATA: "Look at the finding that no personal data is involved",
    Ended.NO_BREACH: "Look at the finding that it was no breach",
    Ended.AWARE_LATER: "Look at why awareness was moved later",
    Ended.WITHDRAWN: "Look at why the reporter withdrew the report",
    Ended.JOINED: "Look at whether {named} is the same matter",
}


def establish_breach(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """DBRP-4.3, 5.5.1: aware or no breach; nothing to establish where there is no personal data."""
    aware = facts.awareness[0] if facts.awareness else facts.aware
    found = [aware.declared_at] if aware else []
    found += [facts.no_breach_at] if facts.no_breach_at else []
    if not found and no_personal_data_confirmed(facts):
        return
    yield Duty(
        kind="establish_breach",
        what="Find out whether it is a personal data breach",
        role=leading_role(policy, facts),
        opens_at=facts.reported_at,
        due_at=due(policy, "establish_breach", facts.reported_at, calendar, facts),
        action="declare_aware",
        met_at=min(found, default=None),
    )


def look_at_ending(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """Article 39: the DPO looks at each finding that ends or delays the clock without them."""
    for each in without_dpo(facts):
        yield Duty(
            kind="look_at_ending",
            what=_LOOK[each.what].format(named=each.named),
            role=Role.DPO,
            opens_at=each.at,
            due_at=due(policy, "look_at_ending", each.at, calendar, facts),
            family=Family.REGULATOR,
            action="confirm_ending",
            met_at=each.agreed_at,
            subject=each.what,
            occurrence=each.occurrence,
            looks_at_work_of=frozenset({each.by} if each.by else ()),
        )


RULES: tuple[Rule, ...] = (establish_breach, look_at_ending)
