"""Acknowledge a complaint.

Who: Head and DPO, and whoever decides about the people affected. When: until it is acknowledged.
What we ask: which one, and how it was acknowledged.
What happens: that duty is met; the answer is still owed.
What the policy decides: nothing later than 30 days (Data Protection Act 2018 section 164A).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from portal.errors import Refused
from portal.rules.ending.complaining import found, unacknowledged, with_complaint
from portal.rules.facts import Facts
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.responsibilities import complaint_keepers
from portal.rules.uk_time import day
from portal.rules.words import ANY_STAGE, Family
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class AcknowledgeComplaint:
    """Which one, and how."""

    complaint: UUID
    how: str


def decide(
    facts: Facts, _policy: Policy, person: Actor, said: AcknowledgeComplaint, now: datetime
) -> Outcome:
    """Acknowledged."""
    complaint = found(unacknowledged(facts), said.complaint)
    if not said.how.strip():
        raise Refused("Say how you acknowledged it", field="how")
    done = replace(
        complaint, acknowledged_at=now, acknowledged_by=person.known(), how=said.how.strip()
    )
    return Outcome(
        with_complaint(facts, done),
        f"Acknowledged the complaint received on {day(complaint.received_at)}. {done.how}",
    )


ACTION = Action(
    name="acknowledge_complaint",
    title="Acknowledge the complaint",
    said=AcknowledgeComplaint,
    decide=decide,
    who=complaint_keepers,
    from_stages=ANY_STAGE,
    to_stages=frozenset(),
    clauses=("DBRP-A1.27",),
    offered=lambda _policy, facts: bool(unacknowledged(facts)),
    family=Family.PEOPLE,
)
