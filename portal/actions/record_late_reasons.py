"""Say why the report to the regulator was late.

Who: whoever submits to the regulator. When: the first report was made after the 72 hours and its
reasons were not given with it (DBRP-5.15).
What we ask: the reasons, counted from when the school was aware.
What happens: they stand in the log; the next follow-up can carry them to the regulator.
What the policy decides: who submits.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.facts import Facts
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.regulator.submitting import late_without_reasons
from portal.rules.responsibilities import submitters
from portal.rules.words import ANY_STAGE, Family
from tenants.policy.schema import Policy
from tenants.regulator import ICO


@dataclass(frozen=True, slots=True)
class RecordLateReasons:
    """Why it took longer."""

    reasons: str


def decide(
    facts: Facts, _policy: Policy, _person: Actor, said: RecordLateReasons, now: datetime
) -> Outcome:
    """The reasons, beside the report that was late."""
    if not said.reasons.strip():
        raise Refused("Give the reasons", field="reasons")
    first, *later = facts.submissions
    explained = replace(first, late_reasons=said.reasons, reasons_at=now)
    return Outcome(
        replace(facts, submissions=(explained, *later)),
        f"Said why the report to the {ICO} was late. {said.reasons}",
    )


ACTION = Action(
    name="record_late_reasons",
    title="Say why it was late",
    said=RecordLateReasons,
    decide=decide,
    who=submitters,
    from_stages=ANY_STAGE,
    to_stages=ANY_STAGE,
    clauses=("DBRP-5.15",),
    offered=lambda _policy, facts: late_without_reasons(facts),
    family=Family.REGULATOR,
)
