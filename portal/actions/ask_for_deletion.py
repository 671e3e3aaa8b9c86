"""Record that a recipient was asked to delete what they should not have.

Who: whoever contains it. When: as often as somebody is asked, at any open stage.
What we ask: who, what, and that nobody can be put in danger by asking them.
What happens: it is kept, and stays in view until they have confirmed. While somebody could be in
danger, the safeguarding lead says first whether a recipient may be asked.
What the policy decides: who the first contacts are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from portal.errors import Refused
from portal.rules.facts import Deletion, Facts
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.responsibilities import containers
from portal.rules.triage.containing import recipients_are_safe
from portal.rules.words import OPEN_STAGES
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class AskForDeletion:
    """`id` is made by the page."""

    id: UUID
    recipient: str
    what: str
    safeguarding_agreed: bool = False
    """Asked although somebody could be in danger: the safeguarding lead has agreed."""


def decide(
    facts: Facts, _policy: Policy, person: Actor, said: AskForDeletion, now: datetime
) -> Outcome:
    """Asked, not confirmed yet."""
    if not said.recipient.strip():
        raise Refused("Say who was asked", field="recipient")
    if not said.what.strip():
        raise Refused("Say what they were asked to delete", field="what")
    if not (recipients_are_safe(facts) or said.safeguarding_agreed):
        sentence = (
            "Somebody could be in danger. Ask the safeguarding lead first, "
            "then confirm here that they agreed"
        )
        raise Refused(sentence, field="safeguarding_agreed")
    asked = Deletion(said.id, said.recipient, said.what, person.known(), now)
    return Outcome(
        replace(facts, deletions=(*facts.deletions, asked)),
        "Asked a recipient to delete it and to confirm that.",
    )


ACTION = Action(
    name="ask_for_deletion",
    title="Ask a recipient to delete it",
    said=AskForDeletion,
    decide=decide,
    who=containers,
    from_stages=OPEN_STAGES,
    to_stages=OPEN_STAGES,
    clauses=("DBRP-5.5", "DBRP-5.9"),
)
