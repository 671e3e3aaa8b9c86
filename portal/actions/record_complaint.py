"""Record a reply or a complaint that came back.

Who: Head and DPO, and whoever decides about the people affected. When: at any time, after closing
too.
What we ask: who wrote or said it, when it came, what it says, and whether it is a complaint.
What happens: a complaint is owed an acknowledgement within 30 days, and an answer. After closing,
what came in is looked at.
What the policy decides: nothing later than the law (Data Protection Act 2018 section 164A).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid5

from portal.errors import Refused
from portal.rules.facts import Complaint, Facts
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.responsibilities import complaint_keepers
from portal.rules.uk_time import day
from portal.rules.words import ANY_STAGE, Family, Stage
from tenants.policy.schema import Policy
from tenants.roles import Role


@dataclass(frozen=True, slots=True)
class RecordComplaint:
    """As it came."""

    who: str
    text: str
    received_at: datetime
    is_complaint: bool


def decide(
    facts: Facts, _policy: Policy, person: Actor, said: RecordComplaint, now: datetime
) -> Outcome:
    """One more."""
    if not said.who.strip():
        raise Refused("Say who wrote or said it", field="who")
    if not said.text.strip():
        raise Refused("Say what it says", field="text")
    if said.received_at > now:
        raise Refused("This must be in the past", field="received_at")
    known = facts.people.complaints
    came = Complaint(
        id=uuid5(facts.incident_id, f"complaint {len(known) + 1}"),
        who=said.who.strip(),
        text=said.text.strip(),
        received_at=said.received_at,
        is_complaint=said.is_complaint,
        by=person.known(),
        at=now,
        after_closing=facts.stage is Stage.CLOSED,
    )
    what = "a complaint" if said.is_complaint else "a reply"
    alert = Effect("alert", template="complaint", to=(Role.HEAD, Role.DPO))
    return Outcome(
        replace(facts, people=replace(facts.people, complaints=(*known, came))),
        f"Recorded {what} received on {day(said.received_at)}.",
        (alert,) if said.is_complaint else (),
    )


ACTION = Action(
    name="record_complaint",
    title="Record a reply or complaint",
    said=RecordComplaint,
    decide=decide,
    who=complaint_keepers,
    from_stages=ANY_STAGE,
    to_stages=frozenset(),
    clauses=("DBRP-A1.27",),
    offered=lambda _policy, facts: facts.imported is None,
    family=Family.PEOPLE,
)
