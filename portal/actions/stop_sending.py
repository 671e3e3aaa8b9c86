"""Stop the notices that have not left.

Who: whoever handles the notices, and the Head. When: notices are waiting.
What we ask: why.
What happens: at once, nothing more leaves; one that is being handed over at this moment may still
arrive, and is recorded so. To go on, the notices are sent anew to whoever has none: with the text
and the list of that moment, and all that is asked before a sending.
What the policy decides: nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.rules.facts import Facts
from portal.rules.handed_in import AboutList
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.responsibilities import holders_back
from portal.rules.telling.leaving import all_stopped
from portal.rules.telling.people_list import opened, relisted
from portal.rules.words import OPEN_STAGES, Family
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class StopSending(AboutList):
    """Why."""

    reason: str = ""


def decide(
    facts: Facts, policy: Policy, person: Actor, said: StopSending, now: datetime
) -> Outcome:
    """Nothing of what waits goes on."""
    listing, stopped, number = all_stopped(opened(said.people, said.envelopes))
    halted = replace(facts, people=replace(facts.people, stopped_at=now))
    after, rows = relisted(listing, {}, halted, policy, now)
    why = f" Reason: {said.reason}" if said.reason else ""
    notices = "1 notice" if number == 1 else f"{number} notices"
    return Outcome(after, f"Stopped {notices}.{why}", rows=(*stopped, *rows))


ACTION = Action(
    name="stop_sending",
    title="Stop the notices",
    said=StopSending,
    decide=decide,
    who=holders_back,
    from_stages=OPEN_STAGES,
    to_stages=frozenset(),
    clauses=("DBRP-5.16",),
    offered=lambda _policy, facts: facts.people.waiting > 0,
    family=Family.PEOPLE,
)
