"""Record that something is lost or destroyed for good.

Who: whoever classifies. When: at any open stage, as often as something is lost.
What we ask: what is lost, and how that is known.
What happens: it is an availability breach from now on, whatever else it is; the type cannot be
taken away while the loss stands (DBRP-2.5).
What the policy decides: who classifies.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.ending.ended_without_dpo import as_dpo
from portal.rules.facts import Classification, Facts, Loss
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.responsibilities import classifiers
from portal.rules.words import OPEN_STAGES, BreachType
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class RecordPermanentLoss:
    """What is gone."""

    what: str


def decide(
    facts: Facts, _policy: Policy, person: Actor, said: RecordPermanentLoss, now: datetime
) -> Outcome:
    """Lost; the classification in force says so too."""
    if not said.what.strip():
        raise Refused("Say what is lost or destroyed", field="what")
    after = replace(facts, losses=(*facts.losses, Loss(said.what, person.known(), now)))
    if facts.classification is not None:
        found = _with_loss(facts.classification, person, said, now)
        after = replace(after, classifications=(*facts.classifications, found))
    return Outcome(after, f"Recorded as lost or destroyed for good. {said.what}")


def _with_loss(
    found: Classification, person: Actor, said: RecordPermanentLoss, now: datetime
) -> Classification:
    types = dict.fromkeys((*found.breach_types, BreachType.AVAILABILITY))
    return replace(
        found,
        breach_types=tuple(types),
        permanent_loss=True,
        by=person.known(),
        at=now,
        reason=said.what,
        by_dpo=as_dpo(person),
    )


ACTION = Action(
    name="record_permanent_loss",
    title="Record that something is lost for good",
    said=RecordPermanentLoss,
    decide=decide,
    who=classifiers,
    from_stages=OPEN_STAGES,
    to_stages=OPEN_STAGES,
    clauses=("DBRP-2.5",),
)
