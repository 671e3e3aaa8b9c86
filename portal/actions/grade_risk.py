"""Grade the risk to people: how likely, and how grave.

Who: the lead, those who decide on the regulator, the DPO. When: from the report on.
What we ask: likelihood and impact, each from 1 to 5.
What happens: the product stands beside the legal question, as advice.
What the policy decides: whether this is its method; the grade never answers the legal question
(DBRP-3.2).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.facts import Facts
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.responsibilities import risk_assessors
from portal.rules.risk_method import GRADES, graded, is_graded
from portal.rules.words import OPEN_STAGES
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class GradeRisk:
    """Each from 1 (least) to 5."""

    likelihood: int
    impact: int


def decide(
    facts: Facts, _policy: Policy, _person: Actor, said: GradeRisk, _now: datetime
) -> Outcome:
    """It may be graded again at any time; the last grade is shown."""
    for field in ("likelihood", "impact"):
        if getattr(said, field) not in GRADES:
            raise Refused("Choose a grade from 1 to 5", field=field)
    risk = replace(facts.risk, likelihood=said.likelihood, impact=said.impact)
    return Outcome(
        replace(facts, risk=risk), f"Graded the risk: {graded(risk)}. Advice, not the legal answer"
    )


ACTION = Action(
    name="grade_risk",
    title="Grade the risk",
    said=GradeRisk,
    decide=decide,
    who=risk_assessors,
    from_stages=OPEN_STAGES,
    to_stages=OPEN_STAGES,
    clauses=("DBRP-3.2",),
    offered=lambda policy, _facts: is_graded(policy),
)
