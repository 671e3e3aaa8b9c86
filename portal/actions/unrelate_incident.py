"""Take back that another incident belongs with this one.

Who: whoever triages: first contacts, Head, DPO; nobody whom either concerns. When: at any stage,
while this one names another.
What we ask: which one, and why it does not belong here.
What happens: neither names the other any more. Both records keep that they did.
What the policy decides: who the first contacts are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from portal.errors import Refused
from portal.rules.facts import Facts
from portal.rules.handed_in import BesideOther
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.responsibilities import triagers
from portal.rules.words import ANY_STAGE
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class UnrelateIncident(BesideOther):
    """The other incident, and why; the desk fills in its facts."""

    incident: UUID
    reason: str


def decide(
    facts: Facts, _policy: Policy, _person: Actor, said: UnrelateIncident, _now: datetime
) -> Outcome:
    """Neither names the other."""
    other = said.other
    assert other is not None  # noqa: S101 - the desk has read it
    if other.incident_id not in {each.incident_id for each in facts.related}:
        raise Refused("Choose an incident that is named here", field="incident")
    if not said.reason.strip():
        raise Refused("Say why it does not belong here", field="reason")
    return replace(
        _without(facts, other, said.reason.strip()),
        other=_without(other, facts, said.reason.strip()),
    )


def _without(facts: Facts, other: Facts, reason: str) -> Outcome:
    others = tuple(each for each in facts.related if each.incident_id != other.incident_id)
    return Outcome(
        replace(facts, related=others),
        f"No longer named {other.reference} as belonging with this one. Reason: {reason}",
    )


ACTION = Action(
    name="unrelate_incident",
    title="Take back that an incident belongs with this one",
    said=UnrelateIncident,
    decide=decide,
    who=triagers,
    from_stages=ANY_STAGE,
    to_stages=frozenset(),
    clauses=("DBRP-4.5",),
    offered=lambda _policy, facts: bool(facts.related),
    second=lambda said: said.incident,
)
