"""Record that somebody who must be told has been told.

Who: the Head, else the DPO. When: an occasion of the policy's list has come: the report, awareness,
a high risk, the decision to report.
What we ask: who was told, and how.
What happens: that duty is met.
What the policy decides: who must be told, when, and how soon.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.also_told.listeners import OF_WHAT, title, waiting
from portal.rules.facts import Facts, RoleTold
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.responsibilities import tellers
from portal.rules.words import ANY_STAGE
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class RecordTold:
    """Who, and how: in person, by phone."""

    who: str
    """`key` of the listener that is waiting."""
    how: str


def decide(facts: Facts, policy: Policy, person: Actor, said: RecordTold, now: datetime) -> Outcome:
    """Told."""
    found = next((each for each in waiting(policy, facts) if each.key == said.who), None)
    if found is None:
        raise Refused("Choose somebody whom the policy names", field="who")
    if not said.how.strip():
        raise Refused("Say how they were told", field="how")
    asked = found.asked
    told = RoleTold(str(asked.who), said.how, person.known(), now, asked.when)
    return Outcome(
        replace(facts, roles_told=(*facts.roles_told, told)),
        f"Told the {title(asked.who)} {OF_WHAT[asked.when]}. {said.how}",
    )


ACTION = Action(
    name="record_told",
    title="Record who was told",
    said=RecordTold,
    decide=decide,
    who=tellers,
    from_stages=ANY_STAGE,
    to_stages=ANY_STAGE,
    clauses=("DBRP-5.9",),
    offered=lambda policy, facts: bool(waiting(policy, facts)),
)
