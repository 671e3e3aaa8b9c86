"""Score the severity of a breach.

Who: the lead, those who decide on the regulator, the DPO. When: from the report on.
What we ask: which data, how easily somebody is identified, who may have it, was it meant.
What happens: the ENISA score with its working stands beside the legal question, as advice.
What the policy decides: whether this is its method; the score never answers the legal question
(DBRP-3.2).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.facts import Facts
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.responsibilities import risk_assessors
from portal.rules.risk.risk_method import is_scored
from portal.rules.risk.severity import Scoring, score
from portal.rules.words import OPEN_STAGES
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class ScoreSeverity:
    """The answers from which the score follows."""

    scoring: Scoring


def decide(
    facts: Facts, _policy: Policy, _person: Actor, said: ScoreSeverity, _now: datetime
) -> Outcome:
    """The score may be worked out again at any time; the last one is shown."""
    if not said.scoring.data:
        raise Refused("Say which kind of data it is: one at the least", field="simple")
    found = score(said.scoring)
    level = found.level.value.replace("_", " ")
    return Outcome(
        replace(facts, risk=replace(facts.risk, scoring=said.scoring)),
        f"Scored the severity: {found.total}, {level}. Advice, not the legal answer",
    )


ACTION = Action(
    name="score_severity",
    title="Score the severity",
    said=ScoreSeverity,
    decide=decide,
    who=risk_assessors,
    from_stages=OPEN_STAGES,
    to_stages=OPEN_STAGES,
    clauses=("DBRP-3.2",),
    offered=lambda policy, _facts: is_scored(policy),
)
