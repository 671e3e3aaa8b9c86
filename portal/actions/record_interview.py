"""Record a conversation with somebody who knows something of it.

Who: who investigates, first contacts, Head, DPO. When: while it is open.
What we ask: with whom, when, what was said (SIP-3b).
What happens: it stands in the investigation; the step of speaking to staff is done by it.
What the policy decides: nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.facts import Facts, Interview
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.responsibilities.investigation import questioners
from portal.rules.words import OPEN_STAGES
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class RecordInterview:
    """One conversation."""

    with_whom: str
    held_at: datetime
    said: str


def decide(
    facts: Facts, _policy: Policy, person: Actor, said: RecordInterview, now: datetime
) -> Outcome:
    """Kept; the record does not say with whom."""
    if not said.with_whom.strip():
        raise Refused("Say with whom you spoke", field="with_whom")
    if not said.said.strip():
        raise Refused("Write down what was said", field="said")
    if said.held_at > now:
        raise Refused("When you spoke must be in the past", field="held_at")
    kept = Interview(said.with_whom.strip(), said.held_at, said.said, person.known(), now)
    return Outcome(replace(facts, interviews=(*facts.interviews, kept)), "Recorded a conversation.")


ACTION = Action(
    name="record_interview",
    title="Record a conversation",
    said=RecordInterview,
    decide=decide,
    who=questioners,
    from_stages=OPEN_STAGES,
    to_stages=OPEN_STAGES,
    clauses=("SIP-3b", "SIP-4"),
)
