"""Name another incident that belongs with this one, and is a matter of its own.

Who: whoever triages: first contacts, Head, DPO; nobody whom either concerns. When: at any stage, at
the same school, where both are hidden from the same people: neither may give the other away.
What we ask: which incident, and how they belong together, as where somebody else got a notice.
What happens: each names the other, to whoever may see both; the record says that, not which.
Clocks, duties and people stay apart.
What the policy decides: who the first contacts are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from portal.errors import Refused
from portal.rules.facts import Facts, Related, related_now
from portal.rules.handed_in import BesideOther
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.responsibilities import triagers
from portal.rules.words import ANY_STAGE
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class RelateIncident(BesideOther):
    """The other incident, and how they belong together; the desk fills in its facts."""

    incident: UUID
    reason: str


def decide(
    facts: Facts, _policy: Policy, person: Actor, said: RelateIncident, now: datetime
) -> Outcome:
    """Each names the other."""
    other = said.other
    assert other is not None  # noqa: S101 - the desk has read it
    if other.incident_id == facts.incident_id:
        raise Refused("Choose another incident than this one", field="incident")
    if other.incident_id in related_now(facts.related):
        raise Refused("That one is named here already", field="incident")
    if other.concerned != facts.concerned:
        sentence = "One of them is hidden from somebody, so the other must not name it"
        raise Refused(sentence, field="incident")
    if not said.reason.strip():
        raise Refused("Say how they belong together", field="reason")
    return replace(
        _naming(facts, other, person, said, now), other=_naming(other, facts, person, said, now)
    )


def _naming(
    facts: Facts, other: Facts, person: Actor, said: RelateIncident, now: datetime
) -> Outcome:
    related = Related(other.incident_id, said.reason.strip(), person.known(), now)
    return Outcome(
        replace(facts, related=(*facts.related, related)),
        "Named an incident that belongs with this one.",
    )


ACTION = Action(
    name="relate_incident",
    title="Name an incident that belongs with this one",
    said=RelateIncident,
    decide=decide,
    who=triagers,
    from_stages=ANY_STAGE,
    to_stages=frozenset(),
    clauses=("DBRP-4.5",),
    offered=lambda _policy, facts: facts.joined_to is None,
    second=lambda said: said.incident,
)
