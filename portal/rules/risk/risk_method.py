"""By which method the severity of a breach is worked out: advice beside the seven factors."""

from __future__ import annotations

from portal.rules.facts import RiskAssessment
from tenants.policy.schema import Policy


def is_scored(policy: Policy) -> bool:
    """Whether the policy uses the score of ENISA."""
    return policy.risk_method == "enisa"


def is_graded(policy: Policy) -> bool:
    """Whether likelihood and impact are each graded from 1 to 5."""
    return policy.risk_method == "five_by_five"


GRADES = range(1, 6)
LIKELIHOODS = {1: "very unlikely", 2: "unlikely", 3: "possible", 4: "likely", 5: "almost certain"}
"""How likely it is that people come to harm."""
IMPACTS = {
    1: "a nuisance",
    2: "some trouble",
    3: "real trouble, that passes",
    4: "grave harm",
    5: "danger to life, or harm that stays",
}
"""How grave that would be for them."""


def graded(risk: RiskAssessment) -> str:
    """'likelihood 3 × impact 4 = 12 of 25'; '' while it is not graded."""
    if risk.likelihood is None or risk.impact is None:
        return ""
    product = risk.likelihood * risk.impact
    return f"likelihood {risk.likelihood} × impact {risk.impact} = {product} of 25"


def in_words(risk: RiskAssessment) -> str:
    """'How likely harm is: possible. How grave it would be: grave harm.'; only what is known."""
    said = []
    if risk.likelihood is not None:
        said.append(f"How likely harm is: {LIKELIHOODS[risk.likelihood]}.")
    if risk.impact is not None:
        said.append(f"How grave it would be: {IMPACTS[risk.impact]}.")
    return " ".join(said)
