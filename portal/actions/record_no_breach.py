"""Record that it was no personal data breach.

Who: DPO, lead or Head, as for awareness. When: at any open stage, also after a submission.
What we ask: the reason.
What happens: the incident stays in the register, as a near miss or a weakness to learn from. Where
somebody else than the DPO records it, the DPO is alerted and owes a look; the cautious clock goes
on until they agree.
What the policy decides: who may record it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.endings import as_dpo
from portal.rules.facts import Facts
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.responsibilities import awareness_declarers
from portal.rules.words import OPEN_STAGES
from tenants.policy.schema import Policy
from tenants.roles import Role


@dataclass(frozen=True, slots=True)
class RecordNoBreach:
    """Why it was none."""

    reason: str


def decide(
    facts: Facts, _policy: Policy, person: Actor, said: RecordNoBreach, now: datetime
) -> Outcome:
    """No breach, for the DPO to agree with where the DPO did not record it."""
    if not said.reason.strip():
        raise Refused("Say how you know that it was no breach", field="reason")
    by_dpo = as_dpo(person)
    after = replace(
        facts,
        no_breach_at=now,
        no_breach_reason=said.reason,
        no_breach_by=person.known(),
        no_breach_by_dpo=by_dpo,
        no_breach_times=facts.no_breach_times + 1,
    )
    return Outcome(
        after,
        f"Recorded that it was no breach. {said.reason}",
        () if by_dpo else (Effect("alert", template="ended_without_dpo", to=(Role.DPO,)),),
    )


ACTION = Action(
    name="record_no_breach",
    title="Record that it was no breach",
    said=RecordNoBreach,
    decide=decide,
    who=awareness_declarers,
    from_stages=OPEN_STAGES,
    to_stages=OPEN_STAGES,
    clauses=("DBRP-4.3", "DBRP-4.6"),
    offered=lambda _policy, facts: facts.no_breach_at is None,
)
