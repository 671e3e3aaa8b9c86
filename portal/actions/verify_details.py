"""Verify the details of the report.

Who: Head and senior leaders (SIP-5b), as the policy names them; the DPO. When: once, while open.
What we ask: what was checked, and with whom, as far as there is something to say.
What happens: 'details verified' stands on the record with name and time.
What the policy decides: who verifies, and whether anybody owes it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.rules.facts import Facts
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.responsibilities import verifiers, verifying_role
from portal.rules.words import OPEN_STAGES
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class VerifyDetails:
    """What was checked."""

    note: str = ""


def decide(
    facts: Facts, _policy: Policy, person: Actor, said: VerifyDetails, now: datetime
) -> Outcome:
    """Verified, by this person."""
    return Outcome(
        replace(facts, verified_at=now, verified_by=person.known()),
        f"Verified the details. {said.note}".strip(),
    )


def _offered(policy: Policy, facts: Facts) -> bool:
    return facts.verified_at is None and verifying_role(policy, facts) is not None


ACTION = Action(
    name="verify_details",
    title="Verify the details",
    said=VerifyDetails,
    decide=decide,
    who=verifiers,
    from_stages=OPEN_STAGES,
    to_stages=OPEN_STAGES,
    clauses=("SIP-5b",),
    offered=_offered,
)
