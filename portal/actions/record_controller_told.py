"""Record that the organisation whose data the school holds was told.

Who: the DPO, the Head, whoever submits to the regulator. When: it is recorded that the school holds
the data, or some of it, for another organisation (UK GDPR Article 33(2)), at any stage; again
whenever there is more to say.
What we ask: when it was told, whom, how, and what was said; whether others are left to tell whose
data it is as well.
What happens: the first time with nobody left meets the duty to tell it. Where all of the data is
theirs and it was decided that they report, nothing is owed to the regulator by us any more, nor to
the people.
What the policy decides: who submits, and how soon they are told.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.also_told.sharing import held_for_others_since, other_controller
from portal.rules.facts import ControllerTold, Facts
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.responsibilities import letter_recorders
from portal.rules.uk_time import day_and_time
from portal.rules.words import ANY_STAGE, Family
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class RecordControllerTold:
    """When it was told, and whom, how and what."""

    told_at: datetime
    how: str
    others_left: bool = False


def decide(
    facts: Facts, _policy: Policy, person: Actor, said: RecordControllerTold, now: datetime
) -> Outcome:
    """Told, for the first time or once more."""
    if said.told_at > now:
        raise Refused("This must be in the past. Check the date and time.", field="told_at")
    if not said.how.strip():
        raise Refused("Say whom you told, and how", field="how")
    told = ControllerTold(said.told_at, said.how.strip(), person.known(), now, said.others_left)
    left = ", but not yet everybody whose data it is" * told.others_left
    whom = other_controller(facts) or "the organisation whose data it is"
    return Outcome(
        replace(facts, controller_told=(*facts.controller_told, told)),
        f"Told {whom}, for whom the school holds the data, on {day_and_time(said.told_at)}{left}. "
        f"{told.how}",
    )


ACTION = Action(
    name="record_controller_told",
    title="Record that you told the organisation whose data it is",
    said=RecordControllerTold,
    decide=decide,
    who=letter_recorders,
    from_stages=ANY_STAGE,
    to_stages=ANY_STAGE,
    clauses=(),
    offered=lambda _policy, facts: held_for_others_since(facts) is not None,
    family=Family.REGULATOR,
)
