"""How likely harm is: owed before the regulator decision, begun as early as anybody likes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from portal.rules.also_told.sharing import left_to_controller_at
from portal.rules.clock import clock_has_ended
from portal.rules.duties.duty import Duty, Rule
from portal.rules.facts import Facts, RiskAssessment
from portal.rules.responsibilities import regulator_decider_role
from portal.rules.timescales import due
from portal.rules.words import Family, RiskFactor
from tenants.calendar import Calendar
from tenants.policy.schema import Policy


def is_complete(risk: RiskAssessment) -> bool:
    """All seven factors addressed, if only as 'not yet known', and the legal question answered."""
    return {factor for factor, _ in risk.factors} == set(RiskFactor) and bool(risk.legal_risk)


def assess_risk(facts: Facts, policy: Policy, calendar: Calendar, _now: datetime) -> Iterator[Duty]:
    """DBRP-3.2: who decides on the regulator owes it, 36 hours from awareness."""
    aware = facts.aware
    if aware is None or clock_has_ended(facts) or left_to_controller_at(facts):
        return
    yield Duty(
        kind="assess_risk",
        what="Assess the risk to people",
        role=regulator_decider_role(policy, facts),
        opens_at=aware.aware_at,
        due_at=due(policy, "assess_risk", aware.aware_at, calendar, facts),
        action="assess_risk",
        met_at=(facts.risk.first_answered_at or facts.risk.at) if is_complete(facts.risk) else None,
    )


def assess_again(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """DBRP-5.21: what re-opens a breach is news. Whether the regulator, or more people, must hear
    of it rests on the risk as it is now; whoever reports further has looked at it.
    """
    if facts.aware is None or clock_has_ended(facts) or left_to_controller_at(facts):
        return
    for number, again in enumerate(facts.reopenings, start=1):
        if again.clock_from is not None:
            continue  # all of it is asked afresh
        looks = [each.at for each in facts.risk.answers if each.answer]
        looks += [each.recorded_at for each in facts.submissions]
        yield Duty(
            kind="decide_again",
            what="Assess the risk again, with the news for which it was re-opened",
            role=regulator_decider_role(policy, facts),
            opens_at=again.at,
            due_at=due(policy, "decide_again", again.at, calendar, facts),
            family=Family.REGULATOR,
            action="assess_risk",
            met_at=min((at for at in looks if at > again.at), default=None),
            subject="reopened",
            occurrence=number,
        )


RULES: tuple[Rule, ...] = (assess_risk, assess_again)
