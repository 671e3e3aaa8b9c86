"""Say that an action is done.

Who: its owner, or who may add actions. When: until it is done, also after closing.
What we ask: which, and what was done. What happens: the duty is met.
What the policy decides: nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from portal.errors import NotAllowed, Refused
from portal.rules.facts import Facts
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.plain_text import ended
from portal.rules.responsibilities import adders
from portal.rules.responsibilities.investigation import improvers
from portal.rules.words import ANY_STAGE
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class CompleteImprovement:
    """Which action, and what was done."""

    improvement: UUID
    note: str = ""


def decide(
    facts: Facts, policy: Policy, person: Actor, said: CompleteImprovement, now: datetime
) -> Outcome:
    """Done."""
    found = next((each for each in facts.improvements if each.id == said.improvement), None)
    if found is None or found.done_at is not None:
        raise Refused("Choose an action that is not done yet", field="improvement")
    if found.owner != person.person_id and not person.roles & improvers(policy, facts):
        raise NotAllowed
    done = replace(found, done_at=now, done_by=person.known(), note=said.note)
    after = replace(
        facts, improvements=tuple(done if each is found else each for each in facts.improvements)
    )
    return Outcome(after, f"Done: {ended(found.what)} {said.note}".strip())


def _for_whom(policy: Policy, facts: Facts, person: Actor) -> bool:
    owns = any(i.owner == person.person_id for i in facts.improvements if i.done_at is None)
    return owns or bool(person.roles & improvers(policy, facts))


ACTION = Action(
    name="complete_improvement",
    title="Say that an action is done",
    said=CompleteImprovement,
    decide=decide,
    who=adders,
    from_stages=ANY_STAGE,
    to_stages=ANY_STAGE,
    clauses=("SIP-3j", "SIP-4e"),
    for_whom=_for_whom,
    offered=lambda _policy, facts: any(each.done_at is None for each in facts.improvements),
)
