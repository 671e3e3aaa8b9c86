"""Take over the investigation (SIP-5d).

Who: whoever may allocate it, and does not lead it yet. When: somebody else leads it.
What we ask: why; at the levels that need it, the declaration of independence.
What happens: they lead it from now on, with the date that was set; whoever led it is told. What was
found out so far stays.
What the policy decides: who allocates, and who may lead at this severity.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.facts import Facts
from portal.rules.in_charge.leading import check_independence, check_lead, handed_on
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.responsibilities import allocators
from portal.rules.rows import Involve
from portal.rules.words import OPEN_STAGES
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class TakeOver:
    """Why."""

    reason: str
    independent: bool = False


def decide(facts: Facts, policy: Policy, person: Actor, said: TakeOver, now: datetime) -> Outcome:
    """Led by whoever takes over."""
    before = facts.lead
    assert before is not None  # noqa: S101 - offered only then
    if before == person.person_id:
        raise Refused("You lead it already", field="reason")
    if not said.reason.strip():
        raise Refused("Say why you take it over", field="reason")
    check_lead(facts, policy, person, person.known())
    check_independence(facts, policy, declared=said.independent)
    allocation = handed_on(
        facts, person.known(), by=person.known(), now=now, independent=said.independent
    )
    return Outcome(
        replace(facts, allocation=allocation),
        f"Took over the investigation. Reason: {said.reason}",
        (Effect("alert", template="handed_on", people=(before,)),),
        (Involve(person.known(), "lead"),),
    )


ACTION = Action(
    name="take_over",
    title="Take over the investigation",
    said=TakeOver,
    decide=decide,
    who=allocators,
    from_stages=OPEN_STAGES,
    to_stages=OPEN_STAGES,
    clauses=("SIP-5d",),
    offered=lambda _policy, facts: facts.lead is not None,
    for_whom=lambda _policy, facts, actor: actor.person_id != facts.lead,
)
