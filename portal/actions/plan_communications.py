"""Plan what is said to whom, or record that nothing needs to be said.

Who: who investigates, first contacts, Head, DPO. When: while it is open; one line at a time.
What we ask: audience, message, channel, person, time; or why no plan is needed (SIP-3i).
What happens: the person owes it by its time, may see the incident and is alerted.
What the policy decides: nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid5

from portal.errors import Refused
from portal.rules.days_ahead import check_ahead
from portal.rules.facts import Communication, Facts
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.responsibilities.investigation import questioners
from portal.rules.rows import Involve
from portal.rules.words import OPEN_STAGES
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class PlanCommunications:
    """One line of the plan; or only `why_none`."""

    audience: str = ""
    message: str = ""
    channel: str = ""
    person: UUID | None = None
    planned_at: datetime | None = None
    why_none: str = ""


def decide(
    facts: Facts, _policy: Policy, person: Actor, said: PlanCommunications, now: datetime
) -> Outcome:
    """Planned, or not needed."""
    if said.why_none.strip():
        after = replace(facts, no_communication=said.why_none)
        return Outcome(after, f"Nothing needs to be said: {said.why_none}")
    for text, name, sentence in (
        (said.audience, "audience", "Say to whom, or why nothing needs to be said"),
        (said.message, "message", "Say what they are told"),
        (said.channel, "channel", "Say how they are told"),
    ):
        if not text.strip():
            raise Refused(sentence, field=name)
    if said.person is None:
        raise Refused("Choose who says it", field="person")
    if said.person in facts.concerned:
        raise Refused("It concerns this person: choose somebody else", field="person")
    planned_at = said.planned_at or now  # not said is refused like what is past
    past = "The time by which it is said must be in the future"
    check_ahead(planned_at, now, past, field="planned_at")
    line = Communication(
        id=uuid5(facts.incident_id, f"communication {len(facts.communications) + 1}"),
        audience=said.audience,
        message=said.message,
        channel=said.channel,
        person=said.person,
        planned_at=planned_at,
        by=person.known(),
        at=now,
    )
    return Outcome(
        replace(facts, communications=(*facts.communications, line), no_communication=""),
        f"Planned what is said. To: {said.audience}. {said.message}",
        (Effect("alert", template="communicate", people=(said.person,)),),
        (Involve(said.person, "owner"),),
    )


ACTION = Action(
    name="plan_communications",
    title="Plan what is said",
    said=PlanCommunications,
    decide=decide,
    who=questioners,
    from_stages=OPEN_STAGES,
    to_stages=OPEN_STAGES,
    clauses=("SIP-3i", "DBRP-5.9"),
)
