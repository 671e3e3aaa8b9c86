"""Re-open a closed incident.

Who: who closes; Head and DPO. When: it is closed, and not
joined to another. What we ask: why.
What happens: it is investigated again; what was decided stays, outcome report or review are asked
afresh, and the DPO is alerted.
What the policy decides: who closes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.closing import reopeners
from portal.rules.facts import Facts, Reopening
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.words import Stage
from tenants.policy.schema import Policy
from tenants.roles import Role


@dataclass(frozen=True, slots=True)
class ReopenIncident:
    """Why."""

    reason: str


def decide(
    facts: Facts, _policy: Policy, person: Actor, said: ReopenIncident, now: datetime
) -> Outcome:
    """Investigated again."""
    if not said.reason.strip():
        raise Refused("Say why it is re-opened", field="reason")
    after = replace(
        facts,
        stage=Stage.INVESTIGATING,
        ending=None,
        closed_at=None,
        reopenings=(*facts.reopenings, Reopening(said.reason, person.known(), now)),
        additions_looked_at=now,
    )
    return Outcome(
        after,
        f"Re-opened. Reason: {said.reason}",
        (Effect("alert", template="reopened", to=(Role.HEAD, Role.DPO)),),
    )


ACTION = Action(
    name="reopen_incident",
    title="Re-open it",
    said=ReopenIncident,
    decide=decide,
    who=reopeners,
    from_stages=frozenset({Stage.CLOSED}),
    to_stages=frozenset({Stage.INVESTIGATING}),
    clauses=("DBRP-5.21",),
    offered=lambda _policy, facts: facts.joined_to is None,
)
