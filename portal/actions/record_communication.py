"""Record that something planned was said.

Who: the person of the plan, and who investigates. When: at any time, also after closing.
What we ask: which line of the plan, and anything to note (SIP-3i).
What happens: it is done.
What the policy decides: nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from portal.errors import NotAllowed, Refused
from portal.rules.facts import Facts
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.responsibilities import adders
from portal.rules.responsibilities.investigation import questioners
from portal.rules.words import ANY_STAGE
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class RecordCommunication:
    """Which line of the plan."""

    communication: UUID
    note: str = ""


def decide(
    facts: Facts, policy: Policy, person: Actor, said: RecordCommunication, now: datetime
) -> Outcome:
    """Said."""
    found = next(
        (c for c in facts.communications if c.id == said.communication and not c.done_at), None
    )
    if found is None:
        raise Refused("Choose a line of the plan that is not done yet", field="communication")
    if found.person != person.person_id and not person.roles & questioners(policy, facts):
        raise NotAllowed
    done = replace(found, done_at=now, note=said.note)
    lines = tuple(done if each is found else each for each in facts.communications)
    return Outcome(
        replace(facts, communications=lines),
        f"Said as planned. To: {found.audience}. {said.note}".strip(),
    )


def _for_whom(policy: Policy, facts: Facts, person: Actor) -> bool:
    theirs = any(c.person == person.person_id for c in facts.communications if not c.done_at)
    return theirs or bool(person.roles & questioners(policy, facts))


ACTION = Action(
    name="record_communication",
    title="Say that it was said",
    said=RecordCommunication,
    decide=decide,
    who=adders,
    from_stages=ANY_STAGE,
    to_stages=ANY_STAGE,
    clauses=("SIP-3i",),
    offered=lambda _policy, facts: any(each.done_at is None for each in facts.communications),
    for_whom=_for_whom,
)
