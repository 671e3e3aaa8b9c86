"""Move the moment of awareness.

Who: the DPO, or whom else the policy names. When: after it was declared, and never once something
has been submitted to the regulator.
What we ask: the right moment, and the reason.
What happens: the 72 hours run from the new moment; both stay in view, and in the submission. Moved
later by somebody else than the DPO, it counts once the DPO, who is alerted and owes a look, agrees.
What the policy decides: who may move it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.ending.ended_without_dpo import as_dpo
from portal.rules.facts import Awareness, Facts
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.responsibilities import awareness_movers
from portal.rules.uk_time import day_and_time
from portal.rules.words import OPEN_STAGES, Family
from tenants.policy.schema import Policy
from tenants.roles import Role


@dataclass(frozen=True, slots=True)
class MoveAwareness:
    """The right moment, and why."""

    aware_at: datetime
    reason: str


def decide(
    facts: Facts, _policy: Policy, person: Actor, said: MoveAwareness, now: datetime
) -> Outcome:
    """Aware since another moment; the earlier declaration is kept."""
    before = facts.awareness_in_force or facts.awareness[-1]
    if said.aware_at > now:
        raise Refused("The moment must be in the past", field="aware_at")
    if said.aware_at == before.aware_at:
        raise Refused("That is the moment already recorded", field="aware_at")
    if not said.reason.strip():
        raise Refused("Say why the moment was another", field="reason")
    by_dpo = as_dpo(person)
    moved = Awareness(said.aware_at, said.reason, person.known(), now, by_dpo=by_dpo)
    later = said.aware_at > before.aware_at
    alert = Effect("alert", template="ended_without_dpo", to=(Role.DPO,))
    return Outcome(
        replace(facts, awareness=(*facts.awareness, moved)),
        f"Moved awareness {'later' if later else 'earlier'}, from {day_and_time(before.aware_at)} "
        f"to {day_and_time(said.aware_at)}. {said.reason}",
        (alert,) if later and not by_dpo else (),
    )


def _offered(_policy: Policy, facts: Facts) -> bool:
    return bool(facts.awareness) and facts.no_breach_at is None and not facts.submissions


ACTION = Action(
    name="move_awareness",
    title="Move the moment of awareness",
    said=MoveAwareness,
    decide=decide,
    who=awareness_movers,
    from_stages=OPEN_STAGES,
    to_stages=OPEN_STAGES,
    clauses=("DBRP-4.2",),
    offered=_offered,
    family=Family.REGULATOR,
)
