"""Re-open a closed incident.

Who: who closes; Head and DPO. When: it is closed, and not
joined to another. What we ask: why.
What happens: it is investigated again; what was decided stays, outcome report or review are asked
afresh, and Head, DPO and whoever investigates are alerted. Of a breach the risk is assessed again,
with the news. Where it had ended without a breach or without personal data, that is asked afresh
too: the 72 hours run from the news that re-opens it, until somebody has decided (DBRP-4.2).
What the policy decides: who closes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.clock import clock_has_ended, no_personal_data_confirmed
from portal.rules.ending.closing import came_after, reopeners
from portal.rules.ending.ended_without_dpo import data_not_excluded, not_excluded
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
    ended = clock_has_ended(facts)
    came = (each.at for each, looked_at in came_after(facts) if looked_at is None)
    clock_from = min((*came, now)) if ended else None
    after = replace(
        _asked_afresh(facts, person, said.reason, now) if ended else facts,
        stage=Stage.INVESTIGATING,
        ending=None,
        closed_at=None,
        reopenings=(*facts.reopenings, Reopening(said.reason, person.known(), now, clock_from)),
        additions_looked_at=now,
    )
    lead = (facts.lead,) if facts.lead else ()
    asked = " Whether it is a breach is asked afresh." if ended else ""
    return Outcome(
        after,
        f"Re-opened.{asked} Reason: {said.reason}",
        (Effect("alert", template="reopened", to=(Role.HEAD, Role.DPO), people=lead),),
    )


def _asked_afresh(facts: Facts, person: Actor, reason: str, now: datetime) -> Facts:
    if no_personal_data_confirmed(facts):
        facts = data_not_excluded(facts, person, reason, now)
    return not_excluded(facts, person.known(), now)


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
