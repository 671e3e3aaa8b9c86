"""Take back that another incident belongs with this one.

Who: whoever triages: first contacts, Head, DPO; nobody whom either concerns. When: at any stage,
while this one names another.
What we ask: which one, and why it does not belong here.
What happens: neither names the other any more. Whoever may see both still reads on the record
that they did, and why they do not.
What the policy decides: who the first contacts are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from portal.errors import Refused
from portal.rules.facts import Facts, Parted, related_now
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
    facts: Facts, _policy: Policy, person: Actor, said: UnrelateIncident, now: datetime
) -> Outcome:
    """Neither names the other."""
    other = said.other
    assert other is not None  # noqa: S101 - the desk has read it
    if other.incident_id not in related_now(facts.related):
        raise Refused("Choose an incident that is named here", field="incident")
    if not said.reason.strip():
        raise Refused("Say why it does not belong here", field="reason")
    parted = Parted(said.reason.strip(), person.known(), now)
    return replace(_parted(facts, other, parted), other=_parted(other, facts, parted))


def _parted(facts: Facts, other: Facts, parted: Parted) -> Outcome:
    related = tuple(
        replace(each, parted=parted)
        if each.incident_id == other.incident_id and each.parted is None
        else each
        for each in facts.related
    )
    return Outcome(
        replace(facts, related=related), "Took back that an incident belongs with this one."
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
    offered=lambda _policy, facts: bool(related_now(facts.related)),
    second=lambda said: said.incident,
)
