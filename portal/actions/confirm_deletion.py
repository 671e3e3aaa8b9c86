"""Record that a recipient has confirmed that they deleted it.

Who: whoever contains it. When: somebody was asked and has not confirmed yet.
What we ask: who, and how they confirmed: in writing, by phone, on what was asked of them.
What happens: the confirmation stands beside the request. Whether that contains the incident is
said when a step of containment is recorded.
What the policy decides: who the first contacts are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from portal.errors import Refused
from portal.rules.facts import Facts
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.responsibilities import containers
from portal.rules.triage.containing import unconfirmed
from portal.rules.uk_time import day_and_time
from portal.rules.words import ANY_STAGE
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class ConfirmDeletion:
    """Which request, and how it was confirmed."""

    deletion: UUID
    how: str


def decide(
    facts: Facts, _policy: Policy, person: Actor, said: ConfirmDeletion, now: datetime
) -> Outcome:
    """Confirmed."""
    asked = {each.id: each.asked_at for each in unconfirmed(facts)}
    if said.deletion not in asked:
        raise Refused("Choose who has confirmed", field="deletion")
    if now < asked[said.deletion]:
        was = day_and_time(asked[said.deletion])
        raise Refused(f"They were asked on {was}: give a later time", field="done_at")
    if not said.how.strip():
        raise Refused("Say how they confirmed it", field="how")
    deletions = tuple(
        replace(each, confirmed_at=now, confirmed_by=person.known(), how=said.how)
        if each.id == said.deletion
        else each
        for each in facts.deletions
    )
    after = replace(facts, deletions=deletions)
    left = len(unconfirmed(after))
    still = f" {left} still to confirm." if left else " Everybody who was asked has confirmed."
    return Outcome(after, f"A recipient confirmed the deletion.{still}")


ACTION = Action(
    name="confirm_deletion",
    title="Record a confirmed deletion",
    said=ConfirmDeletion,
    decide=decide,
    who=containers,
    from_stages=ANY_STAGE,
    to_stages=ANY_STAGE,
    clauses=("DBRP-5.5", "DBRP-5.9"),
    offered=lambda _policy, facts: bool(unconfirmed(facts)),
)
