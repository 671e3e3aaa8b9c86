"""Remove a mark: it does not concern this person after all.

Who: DPO or chair. When: while somebody is marked and the incident is open.
What we ask: who, and why.
What happens: they see the incident again as far as their role does, and the reports joined to it
that do not concern them by themselves; whoever is told of it from now on is alerted, and whoever
owes something of it again, as a question they were asked. Mark and removal stay on the record.
What the policy decides: nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from portal.errors import Refused
from portal.rules.facts import Facts
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.reporting import joining
from portal.rules.responsibilities import removers_of_concern
from portal.rules.words import OPEN_STAGES
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class RemoveConcern:
    """Whose mark goes, with the rest of their DPO service, and why."""

    persons: tuple[UUID, ...]
    reason: str


def decide(
    facts: Facts, _policy: Policy, _person: Actor, said: RemoveConcern, _now: datetime
) -> Outcome:
    """Visible to them again."""
    marked = tuple(each for each in said.persons if each in facts.concerned_here)
    if not marked:
        raise Refused("Choose somebody who is marked", field="person")
    if not said.reason.strip():
        raise Refused("Say why it does not concern them", field="reason")
    left = tuple(each for each in facts.concerns if each.person_id not in marked)
    joined = tuple(
        replace(each, concerned=tuple(p for p in each.concerned if p not in marked))
        for each in facts.joined
    )
    after = replace(facts, concerns=left, joined=joined)
    return Outcome(
        after,
        f"Removed the mark that it concerns a person. Reason: {said.reason}",
        (Effect("alert", template="news", of_new_report=True),),
        joining.shown_to(frozenset(said.persons) - after.concerned, facts),
    )


ACTION = Action(
    name="remove_concern",
    title="Remove a mark of concern",
    said=RemoveConcern,
    decide=decide,
    who=removers_of_concern,
    from_stages=OPEN_STAGES,
    to_stages=OPEN_STAGES,
    clauses=(),
    offered=lambda _policy, facts: bool(facts.concerned_here),
)
