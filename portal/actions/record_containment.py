"""Record what was done to stop it and to limit the harm.

Who: first contacts, Head, DPO, the lead, the IT contact (DBRP-5.8). When: as often as something is
done, while it is open.
What we ask: which kind of step it was, as wiping a lost device from a distance (DBRP-1.7); what was
done and when; whether it still goes on, is contained, or is contained as far
as it can be (DBRP-5.5.4).
What happens: the step is kept; the last word counts, so 'not contained after all' can be said.
What the policy decides: who the first contacts are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.facts import ContainmentStep, Facts
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.responsibilities import containers
from portal.rules.triage.containing import in_words
from portal.rules.triage.measures import Measure
from portal.rules.words import OPEN_STAGES, Containment
from tenants.policy.schema import Policy

STANDS = {
    Containment.ONGOING: "It still goes on",
    Containment.CONTAINED: "It is contained",
    Containment.AS_FAR_AS_POSSIBLE: "It is contained as far as it can be",
}


@dataclass(frozen=True, slots=True)
class RecordContainment:
    """One step, and where that leaves it."""

    what: str
    state: Containment
    measures: tuple[Measure, ...] = ()


def decide(
    facts: Facts, _policy: Policy, person: Actor, said: RecordContainment, now: datetime
) -> Outcome:
    """One more step."""
    if not said.what.strip() and not said.measures:
        raise Refused("Say what was done", field="what")
    step = ContainmentStep(said.what.strip(), person.known(), now, said.state, said.measures)
    return Outcome(
        replace(facts, containment=(*facts.containment, step)),
        f"{STANDS[said.state]}. {in_words(step)}",
    )


ACTION = Action(
    name="record_containment",
    title="Record what was done to stop it",
    said=RecordContainment,
    decide=decide,
    who=containers,
    from_stages=OPEN_STAGES,
    to_stages=OPEN_STAGES,
    clauses=("DBRP-5.5", "DBRP-5.8", "DBRP-1.7-it"),
)
