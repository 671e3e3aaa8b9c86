"""Add an action to stop it happening again.

Who: who investigates, assesses or handles it. When: at any time, also after closing.
What we ask: what is to be done, by whom, by when (SIP-3j); which recommendation of the outcome
report it carries out (SIP-6d); who is trained, where it is training (DBRP-5.24).
What happens: its owner owes it, may see the incident and is alerted; closing does not wait for it.
What the policy decides: nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from portal.errors import Refused
from portal.rules.ending.conclusion import open_recommendations
from portal.rules.ending.improving import added
from portal.rules.facts import Facts
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.plain_text import ended
from portal.rules.responsibilities.investigation import improvers
from portal.rules.rows import Involve
from portal.rules.uk_time import day
from portal.rules.words import ANY_STAGE
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class AddImprovement:
    """What, who, by when. Without words of its own a recommendation says what."""

    what: str
    owner: UUID
    due_on: date
    recommendation: str = ""
    training_for: str = ""


def decide(
    facts: Facts, _policy: Policy, person: Actor, said: AddImprovement, now: datetime
) -> Outcome:
    """One action more."""
    if said.recommendation and said.recommendation not in open_recommendations(facts):
        raise Refused("Choose a recommendation without an action", field="recommendation")
    what = said.what.strip() or said.recommendation
    if not what:
        raise Refused("Say what is to be done", field="what")
    if said.owner in facts.concerned:
        raise Refused("It concerns this person: choose somebody else", field="owner")
    if said.due_on < now.date():
        raise Refused("The day by which it is to be done must not be past", field="due_on")
    return Outcome(
        added(
            facts,
            what,
            said.owner,
            said.due_on,
            by=person.known(),
            at=now,
            recommendation=said.recommendation,
            training_for=said.training_for.strip(),
        ),
        f"Added an action, due on {day(said.due_on)}. {ended(what)}{_training(said)}",
        (Effect("alert", template="improvement", people=(said.owner,)),),
        (Involve(said.owner, "owner"),),
    )


def _training(said: AddImprovement) -> str:
    return f" Training for: {said.training_for.strip()}." if said.training_for.strip() else ""


ACTION = Action(
    name="add_improvement",
    title="Add an action",
    said=AddImprovement,
    decide=decide,
    who=improvers,
    from_stages=ANY_STAGE,
    to_stages=ANY_STAGE,
    clauses=("SIP-3j", "SIP-4e", "SIP-6d", "DBRP-5.22", "DBRP-5.24"),
)
