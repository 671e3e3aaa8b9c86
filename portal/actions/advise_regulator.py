"""Advise on the regulator decision.

Who: the DPO or their stand-in. When: the school is aware, and somebody else decides.
What we ask: what the DPO recommends and why, or that no advice is given.
What happens: the advice stands beside the decision, before it or after it.
What the policy decides: who decides; where that is the DPO, no advice is asked. The law gives the
DPO this task (Article 39); the decision never waits for it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.facts import Facts, RegulatorAdvice
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.responsibilities import (
    carries_regulator_decision,
    dpo_advises,
    dpo_only,
    regulator_decider_role,
)
from portal.rules.words import ANY_STAGE, Family, RegulatorChoice
from tenants.policy.schema import Policy
from tenants.regulator import ICO

_SAID = {
    RegulatorChoice.REPORT: f"Advised to report to the {ICO}",
    RegulatorChoice.DO_NOT_REPORT: f"Advised not to report to the {ICO}",
    RegulatorChoice.ANOTHER_REPORTS: f"Advised that another controller reports to the {ICO}",
    None: f"Gave no advice on reporting to the {ICO}",
}


@dataclass(frozen=True, slots=True)
class AdviseRegulator:
    """The advice; None with an explanation where none is given."""

    recommends: RegulatorChoice | None
    advice: str


def decide(
    facts: Facts, policy: Policy, person: Actor, said: AdviseRegulator, now: datetime
) -> Outcome:
    """Every piece of advice is kept."""
    if not said.advice.strip():
        raise Refused("Say why", field="advice")
    given = RegulatorAdvice(said.recommends, said.advice, person.known(), now)
    return Outcome(
        replace(facts, regulator_advice=(*facts.regulator_advice, given)),
        f"{_SAID[said.recommends]}. {said.advice}",
        (Effect("alert", template="advised", to=(regulator_decider_role(policy, facts),)),),
    )


def _offered(policy: Policy, facts: Facts) -> bool:
    return dpo_advises(policy, facts) and carries_regulator_decision(policy, facts)


ACTION = Action(
    name="advise_regulator",
    title=f"Advise on reporting to the {ICO}",
    said=AdviseRegulator,
    decide=decide,
    who=dpo_only,
    from_stages=ANY_STAGE,
    to_stages=ANY_STAGE,
    clauses=("SIP-6c", "SIP-dpo"),
    offered=_offered,
    family=Family.REGULATOR,
)
