"""Confirm that another controller has reported.

Who: whoever submits to the regulator. When: it was decided that another controller reports
(DBRP-5.11), and that one says that it has.
What we ask: when it reported, and the regulator's reference.
What happens: our own duty to report ends. Until then it goes on.
What the policy decides: who submits.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.facts import Facts, OtherReport
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.responsibilities import submitters
from portal.rules.uk_time import day_and_time
from portal.rules.words import ANY_STAGE, Family, RegulatorChoice
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class ConfirmOtherReport:
    """When the other controller reported, and its reference."""

    reported_at: datetime
    reference: str


def decide(
    facts: Facts, _policy: Policy, person: Actor, said: ConfirmOtherReport, now: datetime
) -> Outcome:
    """Confirmed: nothing is owed to the regulator by us."""
    if said.reported_at > now:
        raise Refused("This must be in the past. Check the date and time.", field="reported_at")
    if not said.reference.strip():
        raise Refused("Enter the reference that the other controller was given", field="reference")
    report = OtherReport(said.reported_at, said.reference, person.known(), now)
    return Outcome(
        replace(facts, other_report=report),
        f"Confirmed that the other controller reported on {day_and_time(said.reported_at)}. "
        f"Reference: {said.reference}",
    )


def _offered(_policy: Policy, facts: Facts) -> bool:
    decision = facts.regulator_decision
    return (
        decision is not None
        and decision.choice is RegulatorChoice.ANOTHER_REPORTS
        and facts.other_report is None
        and facts.first_report is None
    )


ACTION = Action(
    name="confirm_other_report",
    title="Confirm the other controller’s report",
    said=ConfirmOtherReport,
    decide=decide,
    who=submitters,
    from_stages=ANY_STAGE,
    to_stages=ANY_STAGE,
    clauses=("DBRP-5.11",),
    offered=_offered,
    family=Family.REGULATOR,
)
