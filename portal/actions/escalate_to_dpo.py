"""Escalate to the DPO.

Who: the Head (or whoever looks at the report first); the lead, later. When: from any open stage.
What we ask: a reason, where there is one; the log may be incomplete (DBRP-5.4).
What happens: the case is the DPO's, who is alerted at once and begins to investigate.
What the policy decides: whether a Head decides at all (DBRP-5.3); without that gate escalating asks
the DPO for help (SIP-3e).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.rules.facts import Escalation, Facts
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.responsibilities import escalators, head_decides_escalation
from portal.rules.words import OPEN_STAGES, Escalated, Stage
from tenants.policy.schema import Policy
from tenants.roles import Role


@dataclass(frozen=True, slots=True)
class EscalateToDpo:
    """Why, if there is more to say than the report does."""

    reasons: str = ""


def decide(
    facts: Facts, policy: Policy, person: Actor, said: EscalateToDpo, now: datetime
) -> Outcome:
    """The case is the DPO's; where the Head's gate was open, the investigation begins."""
    escalation = Escalation(Escalated.ESCALATED, person.known(), now, said.reasons)
    starts = facts.stage is Stage.REPORTED and head_decides_escalation(policy)
    after = replace(
        facts,
        escalations=(*facts.escalations, escalation),
        stage=Stage.INVESTIGATING if starts else facts.stage,
    )
    why = f" Reasons: {said.reasons}" if said.reasons else ""
    return Outcome(
        after,
        f"Escalated to the data protection officer.{why}",
        (Effect("alert", template="escalated", to=(Role.DPO,)),),
    )


def _offered(_policy: Policy, facts: Facts) -> bool:
    """Once is enough; a declined case can still be escalated."""
    return facts.escalation is None or facts.declined is not None


ACTION = Action(
    name="escalate_to_dpo",
    title="Escalate to the DPO",
    said=EscalateToDpo,
    decide=decide,
    who=escalators,
    from_stages=OPEN_STAGES,
    to_stages=frozenset({Stage.INVESTIGATING}),
    clauses=("DBRP-5.4", "SIP-3e"),
    offered=_offered,
)
