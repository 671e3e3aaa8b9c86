"""Separate a report that was joined to this one.

Who: whoever triages: first contacts, Head, DPO. When: a report is joined to this open incident.
What we ask: which one, and why it is another matter.
What happens: both are as they were: each with its own clock, its duties, and those whom it
concerns. What was recorded meanwhile stays with the incident that went on.
What the policy decides: who the first contacts are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.errors import Refused
from portal.rules.facts import Facts
from portal.rules.handed_in import BesideOther
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.reporting import joining
from portal.rules.responsibilities import triagers
from portal.rules.words import OPEN_STAGES
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class SeparateReport(BesideOther):
    """The report that is another matter; the desk fills in its facts."""

    incident: UUID
    reason: str


def decide(
    facts: Facts, _policy: Policy, _person: Actor, said: SeparateReport, _now: datetime
) -> Outcome:
    """Two matters again."""
    other = said.other
    assert other is not None  # noqa: S101 - the desk has read it
    if other.joined_to is None or other.joined_to.incident_id != facts.incident_id:
        raise Refused("Choose a report that is joined to this one", field="incident")
    if not said.reason.strip():
        raise Refused("Say why it is another matter", field="reason")
    after, freed = joining.separated(facts, other.incident_id), joining.restored(other)
    return Outcome(
        after,
        f"Separated {other.reference} from this incident. Reason: {said.reason}",
        rows=joining.shown_to(facts.concerned - after.concerned, after),
        other=Outcome(
            freed,
            f"Separated from {facts.reference}: it goes on by itself. Reason: {said.reason}",
            (Effect("alert", template="news", of_new_report=True),),
            joining.shown_to(facts.concerned - freed.concerned, freed),
        ),
    )


ACTION = Action(
    name="separate_report",
    title="Separate a report from this one",
    said=SeparateReport,
    decide=decide,
    who=triagers,
    from_stages=OPEN_STAGES,
    to_stages=OPEN_STAGES,
    clauses=("DBRP-4.5",),
    offered=lambda _policy, facts: bool(facts.joined),
    second=lambda said: said.incident,
)
