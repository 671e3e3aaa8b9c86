"""Assess the risk to people.

Who: the lead, those who decide on the regulator, the DPO. When: from the report on, before anybody
is declared aware if they like.
What we ask: the seven factors, each with what is found or 'not yet known'; which kinds of harm
could come of it (DBRP-3.1); how likely harm is, and how grave, each from 1 to 5 if known; then the
legal question (a risk is unlikely, likely, or high) with the reasons. It may be left for later.
What happens: the answer is what the decisions on the regulator and on people rest on.
What the policy decides: who owes it, by when, and whether the two grades are its method: then their
product stands beside the question as advice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import field as with_default
from datetime import datetime

from portal.errors import Refused, refuse_all
from portal.rules.facts import Facts, RiskAnswered
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.plain_text import ended
from portal.rules.responsibilities import risk_assessors
from portal.rules.risk.harms import Harm
from portal.rules.risk.risk_method import GRADES
from portal.rules.words import OPEN_STAGES, LegalRisk, RiskFactor
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class AssessRisk:
    """What was found. A factor that is 'not yet known' has an empty text; one left out is open."""

    factors: Mapping[RiskFactor, str] = with_default(default_factory=dict)
    legal_risk: LegalRisk | None = None
    reason: str = ""
    harms: tuple[Harm, ...] = ()
    likelihood: int | None = None
    impact: int | None = None
    """Each from 1 (least) to 5; None: not yet known."""


_SAID = {
    LegalRisk.UNLIKELY: "a risk to people is unlikely",
    LegalRisk.RISK: "a risk to people is likely, but not a high one",
    LegalRisk.HIGH: "a high risk to people is likely",
}


def decide(
    facts: Facts, _policy: Policy, person: Actor, said: AssessRisk, now: datetime
) -> Outcome:
    """Saved as far as it goes; decided once the legal question is answered."""
    for field in ("likelihood", "impact"):
        if getattr(said, field) not in {None, *GRADES}:
            raise Refused("Choose a grade from 1 to 5", field=field)
    open_ = [factor for factor in RiskFactor if factor not in said.factors]
    if said.legal_risk is None:
        if len(open_) == len(RiskFactor):
            raise Refused("Answer one factor at the least, if only with ‘not yet known’")
    else:
        lacking = [Refused("Answer this, or choose ‘not yet known’", each) for each in open_]
        if not said.reason.strip():
            lacking.append(Refused("Say why", field="reason"))
        refuse_all(lacking)
    found = tuple((factor, said.factors[factor]) for factor in RiskFactor if factor in said.factors)
    before = facts.risk
    risk = replace(
        before,
        factors=found,
        legal_risk=said.legal_risk,
        reason=said.reason,
        by=person.known(),
        at=now,
        harms=said.harms,
        likelihood=said.likelihood,
        impact=said.impact,
        first_answered_at=before.first_answered_at or (now if said.legal_risk else None),
        answer_since=before.answer_since if said.legal_risk is before.legal_risk else now,
        answers=(*before.answers, RiskAnswered(said.legal_risk, now)),
    )
    after = replace(facts, risk=risk)
    if said.legal_risk is None:
        return Outcome(after, f"Wrote down what is found on {len(found)} of the 7 risk factors")
    unknown = sum(not text.strip() for _, text in found)
    note = f" Not yet known: {unknown} of the 7 factors." if unknown else ""
    found_out = _SAID[said.legal_risk]
    return Outcome(after, f"Assessed the risk: {found_out}. {ended(said.reason)}{note}")


ACTION = Action(
    name="assess_risk",
    title="Assess the risk",
    said=AssessRisk,
    decide=decide,
    who=risk_assessors,
    from_stages=OPEN_STAGES,
    to_stages=OPEN_STAGES,
    clauses=("DBRP-3.1", "DBRP-3.2", "SIP-3g"),
)
