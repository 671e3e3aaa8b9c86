"""Record legal advice on whether the regulator must know.

Who: whoever decides or submits, Head and DPO. When: nobody is sure, before or after deciding
(DBRP-A1-unsure).
What we ask: whom was asked, and what they said as soon as they have said it.
What happens: it stands beside the decision. Nothing waits for it: the 72 hours go on.
What the policy decides: whether it wants legal advice when unsure.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.facts import Facts, LegalAdvice
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.plain_text import ended
from portal.rules.regulator.submitting import check_time
from portal.rules.responsibilities import advice_takers, carries_regulator_decision
from portal.rules.words import ANY_STAGE, Family
from tenants.policy.schema import Policy
from tenants.regulator import ICO


@dataclass(frozen=True, slots=True)
class TakeLegalAdvice:
    """Whom, and what they said; '' while the answer is awaited."""

    whom: str
    said: str = ""


def decide(
    facts: Facts, _policy: Policy, person: Actor, said: TakeLegalAdvice, now: datetime
) -> Outcome:
    """Advice asked for, or given."""
    if not said.whom.strip():
        raise Refused("Say whom you asked", field="whom")
    check_time(facts, now)
    advice = LegalAdvice(said.whom.strip(), said.said.strip(), person.known(), now)
    answer = advice.said or "The answer is awaited."
    return Outcome(
        replace(facts, legal_advice=(*facts.legal_advice, advice)),
        f"Took legal advice on whether the {ICO} must know, from {ended(advice.asked)} {answer}",
    )


ACTION = Action(
    name="take_legal_advice",
    title="Take legal advice",
    said=TakeLegalAdvice,
    decide=decide,
    who=advice_takers,
    from_stages=ANY_STAGE,
    to_stages=ANY_STAGE,
    clauses=("DBRP-A1-unsure",),
    offered=lambda policy, facts: (
        carries_regulator_decision(policy, facts) and facts.first_report is None
    ),
    family=Family.REGULATOR,
)
