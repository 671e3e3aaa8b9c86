"""Record which of two joint controllers tells the people affected.

Who: whoever decides about the people affected, and the DPO. When: another controller shares the
matter (DBRP-5.11), at any stage; again when it is agreed otherwise. The last agreement counts. To
tell them ourselves after all, a closed incident is re-opened first.
What we ask: who tells them, and with whom it was agreed.
What happens: where we tell them nothing changes. Where the other one does, our sending is owed no
more; to make sure that they were told is.
What the policy decides: who decides about the people affected.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.also_told.sharing import joint_since, other_controller, other_tells
from portal.rules.facts import Facts, WhoTells
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.responsibilities import notice_writers
from portal.rules.words import ANY_STAGE, Family, Stage
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class AgreeWhoTells:
    """What was agreed."""

    theirs: bool
    """The other controller tells them."""
    agreed: str
    """With whom, and how."""


def decide(
    facts: Facts, _policy: Policy, person: Actor, said: AgreeWhoTells, now: datetime
) -> Outcome:
    """The last agreement counts; what was confirmed under an earlier one is asked again."""
    if not said.agreed.strip():
        raise Refused("Say with whom this was agreed, and how", field="agreed")
    if not said.theirs and other_tells(facts) and facts.stage is Stage.CLOSED:
        raise Refused("Re-open the incident first: then the people can be told", field="theirs")
    other = other_controller(facts) or "the other controller"
    agreed = WhoTells(said.theirs, other, said.agreed.strip(), person.known(), now)
    who = f"{other} tells" if said.theirs else "we tell"
    return Outcome(
        replace(facts, who_tells=agreed, other_told=None),
        f"Agreed with {other} that {who} the people affected. {agreed.agreed}",
    )


ACTION = Action(
    name="agree_who_tells",
    title="Record who tells the people affected",
    said=AgreeWhoTells,
    decide=decide,
    who=notice_writers,
    from_stages=ANY_STAGE,
    to_stages=ANY_STAGE,
    clauses=("DBRP-5.11",),
    offered=lambda _policy, facts: joint_since(facts) is not None,
    family=Family.PEOPLE,
)
