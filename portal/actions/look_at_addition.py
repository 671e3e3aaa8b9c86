"""Look at what came in after closing, or after joining, and settle it.

Who: first contacts and DPO. When: something was added to a closed incident. (Where it changes
things, the incident is re-opened instead; what a joined report changes is put where it goes on.)
What we ask: why it changes nothing; of a joined report, what was done with it.
What happens: the duty is met; both stay on record.
What the policy decides: who the first contacts are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.ending.closing import came_after, lookers_at_additions, since
from portal.rules.facts import Facts
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.words import Stage
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class LookAtAddition:
    """Why it changes nothing here."""

    why_nothing_new: str


def decide(
    facts: Facts, _policy: Policy, _person: Actor, said: LookAtAddition, now: datetime
) -> Outcome:
    """Looked at."""
    if not said.why_nothing_new.strip():
        raise Refused(
            "Say why it changes nothing, or what you did with it", field="why_nothing_new"
        )
    found = "" if facts.joined_to else ": it changes nothing"
    return Outcome(
        replace(facts, additions_looked_at=now),
        f"Looked at what came in {since(facts)}{found}. {said.why_nothing_new}",
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
