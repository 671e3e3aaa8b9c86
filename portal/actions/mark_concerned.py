"""Mark somebody whom the incident concerns.

Who: the reporter, Head, DPO or chair, who may mark themselves too; whoever investigates, themselves
alone. When: at any open stage.
What we ask: who, and why. Of a DPO service, all of it is marked with one of its people.
What happens: they see nothing of the incident any more, owe and decide nothing, and lead it no
longer; the same holds for reports joined to it. Whoever is now to be told of it is alerted, and
whoever owes it in their place: of one about the Head the chair as well, about the DPO their deputy,
about both the chief executive and who leads.
What the policy decides: nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from portal.errors import Refused
from portal.rules.facts import Concern, Facts
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.reporting import joining
from portal.rules.responsibilities import markers_of_concern, markers_of_others
from portal.rules.words import OPEN_STAGES
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class MarkConcerned:
    """The person, with the rest of their DPO service where they are of one."""

    persons: tuple[UUID, ...]
    reason: str


def decide(
    facts: Facts, policy: Policy, person: Actor, said: MarkConcerned, now: datetime
) -> Outcome:
    """Hidden from them."""
    marked = tuple(each for each in said.persons if each not in facts.concerned)
    if not marked:
        raise Refused("Choose somebody who is not marked yet", field="person")
    if not person.roles & markers_of_others(policy, facts) and set(marked) != {person.person_id}:
        raise Refused("Ask the Headteacher or the DPO to mark somebody else", field="person")
    if not said.reason.strip():
        raise Refused("Say why it concerns them", field="reason")
    concerns = tuple(Concern(each, person.known(), now) for each in marked)
    after = replace(
        facts,
        concerns=(*facts.concerns, *concerns),
        allocation=None if facts.lead in marked else facts.allocation,
    )
    who = "Marked a person" if len(marked) == 1 else "Marked the people of the DPO service"
    return Outcome(
        after,
        f"{who} as concerned: they see nothing of this. Reason: {said.reason}",
        (Effect("alert", template="news", of_new_report=True),),
        joining.hidden_from(frozenset(marked), facts),
    )


ACTION = Action(
    name="mark_concerned",
    title="Mark whom it concerns",
    said=MarkConcerned,
    decide=decide,
    who=markers_of_concern,
    from_stages=OPEN_STAGES,
    to_stages=OPEN_STAGES,
    clauses=("SIP-6", "DBRP-5.1"),
)
