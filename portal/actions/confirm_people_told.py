"""Confirm that the other controller has told the people affected.

Who: whoever decides about the people affected, and the DPO. When: it was agreed that the other
controller tells them (DBRP-5.11), and that one says that it has.
What we ask: when they were told, and how, and how many.
What happens: nothing more is owed by us to tell them.
What the policy decides: who decides about the people affected.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.also_told.sharing import other_tells
from portal.rules.facts import Facts, OtherTold
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.responsibilities import notice_writers
from portal.rules.uk_time import day_and_time
from portal.rules.words import ANY_STAGE, Family
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class ConfirmPeopleTold:
    """When and how the other controller told them."""

    told_at: datetime
    how: str


def decide(
    facts: Facts, _policy: Policy, person: Actor, said: ConfirmPeopleTold, now: datetime
) -> Outcome:
    """Confirmed: they know."""
    if said.told_at > now:
        raise Refused("This must be in the past. Check the date and time.", field="told_at")
    if not said.how.strip():
        raise Refused("Say how they were told, and how many", field="how")
    told = OtherTold(said.told_at, said.how.strip(), person.known(), now)
    return Outcome(
        replace(facts, other_told=told),
        "Confirmed that the other controller told the people affected on "
        f"{day_and_time(said.told_at)}. {told.how}",
    )


ACTION = Action(
    name="confirm_people_told",
    title="Confirm that the people were told",
    said=ConfirmPeopleTold,
    decide=decide,
    who=notice_writers,
    from_stages=ANY_STAGE,
    to_stages=ANY_STAGE,
    clauses=("DBRP-5.11",),
    offered=lambda _policy, facts: other_tells(facts) and facts.other_told is None,
    family=Family.PEOPLE,
)
