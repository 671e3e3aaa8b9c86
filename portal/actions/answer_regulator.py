"""Answer a question of the regulator.

Who: whoever submits to the regulator. When: it has asked and nobody has answered yet.
What we ask: which question, and what was answered; when, if that was earlier.
What happens: it stands beside the question. What changes the report itself goes into a follow-up.
What the policy decides: who submits.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from portal.errors import Refused
from portal.rules.facts import Facts
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.regulator.letters import unanswered
from portal.rules.responsibilities import submitters
from portal.rules.words import ANY_STAGE, Family
from tenants.policy.schema import Policy
from tenants.regulator import ICO


@dataclass(frozen=True, slots=True)
class AnswerRegulator:
    """The answer to one letter."""

    letter: UUID
    answer: str


def decide(
    facts: Facts, _policy: Policy, _person: Actor, said: AnswerRegulator, now: datetime
) -> Outcome:
    """Answered."""
    asked = next((each for each in unanswered(facts) if each.id == said.letter), None)
    if asked is None:
        raise Refused("Choose the question that you have answered", field="letter")
    if not said.answer.strip():
        raise Refused("Say what you answered", field="answer")
    if now < asked.received_at:
        raise Refused("An answer comes after the question", field="done_at")
    answered = replace(asked, answer=said.answer.strip(), answered_at=now)
    letters = tuple(answered if each.id == asked.id else each for each in facts.regulator_letters)
    return Outcome(
        replace(facts, regulator_letters=letters),
        f"Answered the {ICO}. {answered.answer}",
    )


ACTION = Action(
    name="answer_regulator",
    title=f"Answer the {ICO}",
    said=AnswerRegulator,
    decide=decide,
    who=submitters,
    from_stages=ANY_STAGE,
    to_stages=ANY_STAGE,
    clauses=("DBRP-5.13",),
    offered=lambda _policy, facts: bool(unanswered(facts)),
    family=Family.REGULATOR,
)
