"""Declare the school aware of a personal data breach.

Who: DPO, lead or Head, as the policy names them. When: once it is reasonably certain (DBRP-4.2),
from any open stage; also when 'no breach' turns out wrong.
What we ask: since when, and why it is certain; where that is later than the cautious start, what
was unclear until then.
What happens: the 72 hours run from that moment. The investigation has begun. DPO, Head and the
breach response team are alerted. A recorded 'no breach' no longer holds.
What the policy decides: who may declare it, who is on the team.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.clock import cautious_start
from portal.rules.ending.ended_without_dpo import as_dpo, established_at, not_excluded
from portal.rules.facts import Awareness, Facts
from portal.rules.in_charge.reaching import response_team
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.plain_text import ended
from portal.rules.responsibilities import awareness_declarers
from portal.rules.uk_time import day_and_time
from portal.rules.words import OPEN_STAGES, Family, Stage
from tenants.policy.schema import Policy
from tenants.roles import Role


@dataclass(frozen=True, slots=True)
class DeclareAware:
    """Since when, and why."""

    aware_at: datetime
    reason: str
    why_later: str = ""
    """What was unclear until then; needed where that is later than the cautious start."""


def decide(
    facts: Facts, policy: Policy, person: Actor, said: DeclareAware, now: datetime
) -> Outcome:
    """Aware since then."""
    _check(facts, said, now)
    later = said.why_later.strip()
    reason = f"{ended(said.reason)} {later}".strip() if later else said.reason
    aware = Awareness(said.aware_at, reason, person.known(), now, by_dpo=as_dpo(person))
    after = replace(
        not_excluded(facts, person.known(), now),
        awareness=(*facts.awareness, aware),
        stage=Stage.INVESTIGATING if facts.stage is Stage.REPORTED else facts.stage,
    )
    team = dict.fromkeys((Role.DPO, Role.HEAD, *response_team(policy)))
    told = tuple(role for role in team if role not in person.roles)
    return Outcome(
        after,
        f"Declared the school aware since {day_and_time(said.aware_at)}. {reason}",
        (Effect("alert", template="aware", to=told),) if told else (),
    )


def _check(facts: Facts, said: DeclareAware, now: datetime) -> None:
    if said.aware_at > now:
        raise Refused("The moment must be in the past", field="aware_at")
    if not said.reason.strip():
        raise Refused("Say why it is reasonably certain", field="reason")
    if said.aware_at > cautious_start(facts) and not said.why_later.strip():
        sentence = (
            f"It was first noticed or reported on {day_and_time(cautious_start(facts))}: "
            "say what was not certain until the moment you give"
        )
        raise Refused(sentence, field="why_later")


ACTION = Action(
    name="declare_aware",
    title="Decide whether it is a breach",
    said=DeclareAware,
    decide=decide,
    who=awareness_declarers,
    from_stages=OPEN_STAGES,
    to_stages=frozenset({Stage.INVESTIGATING}),
    clauses=("DBRP-4.2", "DBRP-4.3"),
    offered=lambda _policy, facts: facts.aware is None or established_at(facts) is None,
    family=Family.REGULATOR,
)
