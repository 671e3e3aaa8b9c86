"""Hand the investigation on to somebody else (SIP-5d).

Who: whoever may allocate it, and whoever leads it. When: somebody leads it.
What we ask: to whom, and why.
What happens: they lead it from now on, with the direction and the date that were set, are alerted,
and may see the incident; whoever led it is told. What was found out so far stays.
What the policy decides: who allocates, and who may lead at this severity.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from portal.errors import Refused
from portal.rules.facts import Facts
from portal.rules.in_charge.leading import check_lead, handed_on, officer_may_lead
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.responsibilities import reassigners
from portal.rules.rows import Involve
from portal.rules.words import OPEN_STAGES
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class Reassign:
    """A person of the school (the page offers no other), and why."""

    lead: UUID
    reason: str


def decide(facts: Facts, policy: Policy, person: Actor, said: Reassign, now: datetime) -> Outcome:
    """Led by this person from now on."""
    before = facts.lead
    assert before is not None  # noqa: S101 - offered only then
    if said.lead == before:
        raise Refused("This person leads it already", field="lead")
    if not said.reason.strip():
        raise Refused("Say why somebody else leads it", field="reason")
    check_lead(facts, policy, person, said.lead)
    allocation = handed_on(facts, said.lead, by=person.known(), now=now, independent=False)
    told = tuple(each for each in (before,) if each != person.person_id)
    return Outcome(
        replace(facts, allocation=allocation),
        f"Handed the investigation on. Reason: {said.reason}",
        (
            Effect("alert", template="allocated", people=(said.lead,)),
            *((Effect("alert", template="handed_on", people=told),) if told else ()),
        ),
        (Involve(said.lead, "lead"),),
    )


ACTION = Action(
    name="reassign",
    title="Hand the investigation on",
    said=Reassign,
    decide=decide,
    who=reassigners,
    from_stages=OPEN_STAGES,
    to_stages=OPEN_STAGES,
    clauses=("SIP-5d",),
    offered=lambda policy, facts: facts.lead is not None and officer_may_lead(policy, facts),
)
