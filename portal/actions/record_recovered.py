"""Record that what was lost for good has been recovered after all.

Who: whoever classifies. When: something is recorded as lost for good and the incident is open.
What we ask: which loss, and how it was recovered.
What happens: the loss no longer stands; loss and recovery both stay on the record. Once nothing is
lost any more the incident can be classified without 'availability' again (DBRP-2.5).
What the policy decides: who classifies.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.ending.ended_without_dpo import as_dpo
from portal.rules.facts import Facts
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.responsibilities import classifiers
from portal.rules.words import OPEN_STAGES
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class RecordRecovered:
    """`loss`: its place among the losses of the incident, from 0."""

    loss: int
    how: str


def decide(
    facts: Facts, _policy: Policy, person: Actor, said: RecordRecovered, now: datetime
) -> Outcome:
    """Recovered; the classification in force says so once nothing else is lost."""
    open_ = [n for n, loss in enumerate(facts.losses) if loss.recovered_at is None]
    if said.loss not in open_:
        raise Refused("Choose what was recovered", field="loss")
    if not said.how.strip():
        raise Refused("Say how it was recovered", field="how")
    by = person.known()
    found = replace(
        facts.losses[said.loss], recovered_at=now, recovered_by=by, how_recovered=said.how
    )
    losses = (*facts.losses[: said.loss], found, *facts.losses[said.loss + 1 :])
    after = replace(facts, losses=losses)
    if facts.classification is not None and not after.lost_for_good:
        again = replace(
            facts.classification,
            permanent_loss=False,
            by=by,
            at=now,
            reason=said.how,
            by_dpo=as_dpo(person),
        )
        after = replace(after, classifications=(*facts.classifications, again))
    return Outcome(after, f"Recovered after all. {said.how}")


ACTION = Action(
    name="record_recovered",
    title="Record that it was recovered after all",
    said=RecordRecovered,
    decide=decide,
    who=classifiers,
    from_stages=OPEN_STAGES,
    to_stages=OPEN_STAGES,
    clauses=("DBRP-2.5",),
    offered=lambda _policy, facts: facts.lost_for_good,
)
