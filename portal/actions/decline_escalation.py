"""Decide not to escalate to the DPO.

Who: the Head. When: the report has come in and nobody has escalated it (DBRP-5.3).
What we ask: the reasons, always.
What happens: the DPO is told at once and owes a look; the Head owes the log with the reasons, which
the DPO can open at once, and is sent once it is complete. The 72 hours go on: only the DPO can end
them.
What the policy decides: whether the Head decides at all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.facts import Escalation, Facts
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.responsibilities import decliners, head_decides_escalation
from portal.rules.words import Escalated, Stage
from tenants.policy.schema import Policy
from tenants.roles import Role


@dataclass(frozen=True, slots=True)
class DeclineEscalation:
    """Why the DPO need not take the case."""

    reasons: str


def decide(
    facts: Facts, _policy: Policy, person: Actor, said: DeclineEscalation, now: datetime
) -> Outcome:
    """Declined; the DPO can take it up."""
    if not said.reasons.strip():
        raise Refused("Say why this need not go to the data protection officer", field="reasons")
    sent = ("declined",) if facts.log.completed_at is None else ("declined", "log_linked")
    declined = Escalation(Escalated.DECLINED, person.known(), now, said.reasons)
    return Outcome(
        replace(facts, escalations=(*facts.escalations, declined)),
        f"Decided not to escalate to the data protection officer. Reasons: {said.reasons}",
        tuple(Effect("alert", template=each, to=(Role.DPO,)) for each in sent),
    )


def _offered(policy: Policy, facts: Facts) -> bool:
    return head_decides_escalation(policy) and facts.escalation is None


ACTION = Action(
    name="decline_escalation",
    title="Decide not to escalate",
    said=DeclineEscalation,
    decide=decide,
    who=decliners,
    from_stages=frozenset({Stage.REPORTED}),
    to_stages=frozenset({Stage.REPORTED}),
    clauses=("DBRP-5.3",),
    offered=_offered,
)
