"""Declare that the incident does not concern whoever investigates it (SIP-6).

Who: the person who leads the investigation, for themselves. When: they lead it and have not
declared it.
What we ask: the declaration, and anything that somebody could take for a tie.
What happens: it stands on the record, and the investigation of a severe incident has what it needs.
Whom it does concern says so instead, is marked, and leads no longer.
What the policy decides: at which severities it is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.facts import Facts
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.responsibilities import independence_declarers
from portal.rules.words import OPEN_STAGES
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class DeclareIndependence:
    """`independent` must be true: nobody declares the opposite here."""

    independent: bool
    note: str = ""


def decide(
    facts: Facts, _policy: Policy, _person: Actor, said: DeclareIndependence, now: datetime
) -> Outcome:
    """Declared."""
    assert facts.allocation is not None  # noqa: S101 - offered only then
    if not said.independent:
        sentence = "If it concerns you, mark yourself instead: somebody else then investigates"
        raise Refused(sentence, field="independent")
    after = replace(facts, allocation=replace(facts.allocation, independent=True, declared_at=now))
    note = f" {said.note}" if said.note else ""
    return Outcome(after, f"Declared that it does not concern them.{note}")


ACTION = Action(
    name="declare_independence",
    title="Declare that it does not concern you",
    said=DeclareIndependence,
    decide=decide,
    who=independence_declarers,
    from_stages=OPEN_STAGES,
    to_stages=OPEN_STAGES,
    clauses=("SIP-6",),
    offered=lambda _policy, facts: (
        facts.allocation is not None and not facts.allocation.independent
    ),
    for_whom=lambda _policy, facts, actor: actor.person_id == facts.lead,
)
