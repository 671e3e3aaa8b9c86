"""Review a decision not to report, and confirm it.

Who: the DPO or their stand-in, and whoever decides. When: 30 days after the decision, then every 90
days until closing (DBRP-5.21); within a day of news of weight; earlier if they like. To change the
decision, it is decided again.
What we ask: what was looked at, and why the decision still holds.
What happens: the next review is owed; what is known now is what later news is held against.
What the policy decides: the periods.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.facts import Facts, NotReportingReview
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.regulator.reopening import asked_again_at, basis
from portal.rules.responsibilities import not_reporting_reviewers
from portal.rules.words import ANY_STAGE, Family, RegulatorChoice
from tenants.policy.schema import Policy
from tenants.regulator import ICO


@dataclass(frozen=True, slots=True)
class ConfirmNotReporting:
    """Why it still holds."""

    reasons: str


def decide(
    facts: Facts, _policy: Policy, person: Actor, said: ConfirmNotReporting, now: datetime
) -> Outcome:
    """Confirmed once more."""
    if not said.reasons.strip():
        raise Refused("Say why the decision still holds", field="reasons")
    review = NotReportingReview(
        said.reasons, person.known(), now, basis(facts), asked_again_at(facts)
    )
    return Outcome(
        replace(facts, not_reporting_reviews=(*facts.not_reporting_reviews, review)),
        f"Reviewed the decision not to report to the {ICO}: it holds. {said.reasons}",
    )


def _offered(_policy: Policy, facts: Facts) -> bool:
    decision = facts.regulator_decision
    return decision is not None and decision.choice is RegulatorChoice.DO_NOT_REPORT


ACTION = Action(
    name="confirm_not_reporting",
    title="Review the decision not to report",
    said=ConfirmNotReporting,
    decide=decide,
    who=not_reporting_reviewers,
    from_stages=ANY_STAGE,
    to_stages=ANY_STAGE,
    clauses=("DBRP-5.21",),
    offered=_offered,
    family=Family.REGULATOR,
)
