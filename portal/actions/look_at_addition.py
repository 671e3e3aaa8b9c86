"""Look at what came in after closing, and find nothing new in it.

Who: first contacts and DPO. When: something was added to a closed incident. (Where it changes
things, the incident is re-opened instead.)
What we ask: why it changes nothing. What happens: the duty is met; both stay on record.
What the policy decides: who the first contacts are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.ending.closing import came_after, lookers_at_additions
from portal.rules.facts import Facts
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.words import Stage
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class LookAtAddition:
    """Why it changes nothing."""

    why_nothing_new: str


def decide(
    facts: Facts, _policy: Policy, _person: Actor, said: LookAtAddition, now: datetime
) -> Outcome:
    """Looked at."""
    if not said.why_nothing_new.strip():
        raise Refused(
            "Say why it changes nothing, or re-open the incident", field="why_nothing_new"
        )
    return Outcome(
        replace(facts, additions_looked_at=now),
        f"Looked at what came in after closing: it changes nothing. {said.why_nothing_new}",
    )


ACTION = Action(
    name="look_at_addition",
    title="Look at what came in",
    said=LookAtAddition,
    decide=decide,
    who=lookers_at_additions,
    from_stages=frozenset({Stage.CLOSED}),
    to_stages=frozenset({Stage.CLOSED}),
    clauses=("DBRP-5.21",),
    offered=lambda _policy, facts: any(at is None for _, at in came_after(facts)),
)
