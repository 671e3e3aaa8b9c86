"""Allocate the investigation: investigate oneself, or give it to an officer (SIP-4c).

Who: Head and senior leaders, as the policy names them; the DPO. When: once it is classified; again
to give it to somebody else, when the severity has changed, or when whoever led turns out to be
concerned, also while it is reviewed.
What we ask: who leads, with what direction, by when; of whoever leads in person, at the levels that
need it, the declaration that it does not concern them (SIP-6). An officer then owes it themselves.
What happens: the investigation begins; the officer is alerted and may see the incident; whoever
joins at this severity is alerted. Nobody whom it concerns may lead.
What the policy decides: who allocates; who leads and joins by severity: critical is led by the role
that the ladder names, in person (SIP-6a).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from portal.errors import Refused
from portal.rules.days_ahead import check_ahead
from portal.rules.facts import Allocation, Facts
from portal.rules.in_charge.leading import (
    allocates,
    allocation_fits,
    check_independence,
    check_lead,
)
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.responsibilities import allocators, joins
from portal.rules.rows import Involve
from portal.rules.words import OPEN_STAGES, Stage
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class AllocateInvestigation:
    """Who leads; a person of the school (the page offers no other)."""

    lead: UUID
    due_at: datetime
    direction: str = ""
    independent: bool = False


def decide(
    facts: Facts, policy: Policy, person: Actor, said: AllocateInvestigation, now: datetime
) -> Outcome:
    """Led by this person from now on."""
    personally = said.lead == person.known()
    _check(facts, policy, person, said, now)
    allocation = Allocation(
        lead=said.lead,
        direction=said.direction,
        due_at=said.due_at,
        by=person.known(),
        at=now,
        personally=personally,
        independent=said.independent,
        declared_at=now if said.independent else None,
    )
    after = replace(
        facts,
        allocation=allocation,
        stage=Stage.INVESTIGATING if facts.stage is Stage.REPORTED else facts.stage,
    )
    joining = tuple(sorted(joins(policy, facts) - person.roles))
    effects = [] if personally else [Effect("alert", template="allocated", people=(said.lead,))]
    effects += [Effect("alert", template="joined", to=joining)] if joining else []
    return Outcome(
        after,
        _summary(said, personally=personally),
        tuple(effects),
        (Involve(said.lead, "lead"),),
    )


def _check(
    facts: Facts, policy: Policy, person: Actor, said: AllocateInvestigation, now: datetime
) -> None:
    personally = said.lead == person.person_id
    check_lead(facts, policy, person, said.lead)
    if personally:
        check_independence(facts, policy, declared=said.independent)
    past = "The day by which it is due must be in the future"
    check_ahead(said.due_at, now, past, field="due_on")
    if not personally and not said.direction.strip():
        raise Refused("Say what the officer is to find out or to do", field="direction")


def _summary(said: AllocateInvestigation, *, personally: bool) -> str:
    lead = "Investigates it personally." if personally else "Allocated the investigation."
    declared = " Declared that it does not concern whoever investigates." * said.independent
    direction = f" Direction: {said.direction}" if said.direction else ""
    return f"{lead}{declared}{direction}"


def _offered(policy: Policy, facts: Facts) -> bool:
    """While it is reviewed, only where nobody leads it who may: else it is handed on."""
    settled = facts.stage is Stage.REVIEWING and allocation_fits(policy, facts)
    return allocates(policy, facts) and not settled


ACTION = Action(
    name="allocate_investigation",
    title="Decide who investigates",
    said=AllocateInvestigation,
    decide=decide,
    who=allocators,
    from_stages=OPEN_STAGES,
    to_stages=OPEN_STAGES,
    clauses=("SIP-4c", "SIP-6", "SIP-6a", "SIP-6b"),
    offered=_offered,
)
