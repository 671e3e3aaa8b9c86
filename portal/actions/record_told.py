"""Record that somebody who must be told has been told.

Who: the Head, else the DPO. When: the school has decided to report to the regulator.
What we ask: who was told, and how.
What happens: that duty is met.
What the policy decides: who must be told.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.facts import Facts, RoleTold
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.responsibilities import must_be_told, tellers
from portal.rules.words import ANY_STAGE, RegulatorChoice
from tenants.policy.schema import Policy
from tenants.roles import TITLES, Role


@dataclass(frozen=True, slots=True)
class RecordTold:
    """Who, and how: in person, by phone."""

    who: Role
    how: str


def decide(facts: Facts, policy: Policy, person: Actor, said: RecordTold, now: datetime) -> Outcome:
    """Told."""
    if said.who not in must_be_told(policy, facts):
        raise Refused("Choose somebody whom the policy names", field="who")
    if not said.how.strip():
        raise Refused("Say how they were told", field="how")
    told = RoleTold(said.who, said.how, person.known(), now)
    return Outcome(
        replace(facts, roles_told=(*facts.roles_told, told)),
        f"Told the {TITLES[said.who]} of the decision to report. {said.how}",
    )


def _offered(policy: Policy, facts: Facts) -> bool:
    decided = any(each.choice is RegulatorChoice.REPORT for each in facts.regulator)
    told = {each.role for each in facts.roles_told}
    return decided and not set(must_be_told(policy, facts)) <= told


ACTION = Action(
    name="record_told",
    title="Record who was told",
    said=RecordTold,
    decide=decide,
    who=tellers,
    from_stages=ANY_STAGE,
    to_stages=ANY_STAGE,
    clauses=("DBRP-5.9",),
    offered=_offered,
)
