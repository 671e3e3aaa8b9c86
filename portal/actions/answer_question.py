"""Answer a question.

Who: the person asked; the anonymous reporter with the receipt code; who investigates may record an
answer that was given in person. When: until it is answered.
What we ask: the answer.
What happens: question and answer stay on record; whoever asked is alerted.
What the policy decides: nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from portal.errors import NotAllowed, Refused
from portal.rules.facts import Facts, Question
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.responsibilities import adders
from portal.rules.responsibilities.investigation import questioners
from portal.rules.words import ANY_STAGE
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class AnswerQuestion:
    """Which question, and the answer."""

    question: UUID
    answer: str


def decide(
    facts: Facts, policy: Policy, person: Actor, said: AnswerQuestion, now: datetime
) -> Outcome:
    """Answered."""
    found = next((each for each in facts.questions if each.id == said.question), None)
    if found is None:
        raise Refused("This question is not part of the incident", field="answer")
    by_asked = found.to == person.person_id and not found.outside
    if not by_asked and not (person.person_id and person.roles & questioners(policy, facts)):
        raise NotAllowed
    if found.answered_at is not None:
        raise Refused("This question has been answered already", field="answer")
    if not said.answer.strip():
        raise Refused("Write your answer", field="answer")
    answered = replace(found, answer=said.answer, answered_at=now)
    after = replace(
        facts, questions=tuple(answered if each is found else each for each in facts.questions)
    )
    return Outcome(after, _summary(found, said, by_asked=by_asked), _alert(found, person))


def _for_whom(policy: Policy, facts: Facts, person: Actor) -> bool:
    asked = any(q.to == person.person_id for q in facts.questions if q.answered_at is None)
    return asked or bool(person.roles & questioners(policy, facts))


def _summary(found: Question, said: AnswerQuestion, *, by_asked: bool) -> str:
    if found.outside:
        return f"{found.outside} answered. {said.answer}"
    if not by_asked:
        return f"Recorded an answer that was given in person. {said.answer}"
    who = "The anonymous reporter answered" if found.to is None else "Answered a question"
    return f"{who}. {said.answer}"


def _alert(found: Question, person: Actor) -> tuple[Effect, ...]:
    if found.by == person.person_id:
        return ()
    return (Effect("alert", template="answered", people=(found.by,)),)


ACTION = Action(
    name="answer_question",
    title="Answer the question",
    said=AnswerQuestion,
    decide=decide,
    who=adders,
    from_stages=ANY_STAGE,
    to_stages=ANY_STAGE,
    clauses=("SIP-4", "DBRP-5.6"),
    offered=lambda _policy, facts: any(each.answered_at is None for each in facts.questions),
    for_whom=_for_whom,
    open_to_anyone=True,
)
