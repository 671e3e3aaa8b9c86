"""Record the regulator's reference.

Who: whoever submits to the regulator. When: a report was made and its reference awaited.
What we ask: the reference, in the regulator's own form or any other.
What happens: it stands with the report; the frozen snapshot stays as it was.
What the policy decides: who submits.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portal.errors import Refused
from portal.rules.facts import Facts
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.regulator.submitting import awaits_reference, with_reference
from portal.rules.responsibilities import submitters
from portal.rules.words import ANY_STAGE, Family
from tenants.policy.schema import Policy
from tenants.regulator import ICO


@dataclass(frozen=True, slots=True)
class RecordReference:
    """As the regulator gave it."""

    reference: str


def decide(
    facts: Facts, _policy: Policy, _person: Actor, said: RecordReference, now: datetime
) -> Outcome:
    """For every report that has none yet."""
    reference = said.reference.strip()
    if not reference:
        raise Refused("Enter the reference", field="reference")
    return Outcome(
        with_reference(facts, reference, now), f"Recorded the {ICO}’s reference, {reference}"
    )


ACTION = Action(
    name="record_reference",
    title=f"Record the {ICO}’s reference",
    said=RecordReference,
    decide=decide,
    who=submitters,
    from_stages=ANY_STAGE,
    to_stages=ANY_STAGE,
    clauses=("DBRP-5.12",),
    offered=lambda _policy, facts: awaits_reference(facts),
    family=Family.REGULATOR,
)
