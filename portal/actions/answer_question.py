"""Answer a question.

Who: the person asked; the reporter whom nobody names, signed in or with the receipt code; an
organisation by replying to the mail; who investigates may record an answer that was given in
person. When: until it is answered.
What we ask: the answer.
What happens: question and answer stay on record; whoever asked is alerted. The reporter of a joined
report answers there, and the incident that it was joined to has the answer.
What the policy decides: nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from portal.errors import NotAllowed, Refused
from portal.rules.facts import Facts, Question
from portal.rules.handed_in import BesideOther
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.responsibilities import adders
from portal.rules.responsibilities.investigation import questioners
from portal.rules.words import ANY_STAGE, Naming
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class AnswerQuestion(BesideOther):
    """Which question, and the answer."""

    question: UUID
    answer: str
    by_mail: bool = False
    """A reply to our mail, from the address that it went to."""
    beside: UUID | None = None
    """The incident, joined with this one, that has the question as well."""


def decide(
    facts: Facts, policy: Policy, person: Actor, said: AnswerQuestion, now: datetime
) -> Outcome:
    """Answered."""
    found = next((each for each in facts.questions if each.id == said.question), None)
    if found is None:
        raise Refused("This question is not part of the incident", field="answer")
    by_asked = is_asked(found, facts, person) or (said.by_mail and bool(found.email))
    if not by_asked and not (person.person_id and person.roles & questioners(policy, facts)):
        raise NotAllowed
    if found.answered_at is not None:
        raise Refused("This question has been answered already", field="answer")
    if not said.answer.strip():
        raise Refused("Write your answer", field="answer")
    summary, told = _summary(found, said, by_asked=by_asked), _alert(found, person)
    after = _answered(facts, said, now)
    if said.other is None or found.id not in {each.id for each in said.other.questions}:
        return Outcome(after, summary, told)
    other = Outcome(_answered(said.other, said, now), summary, told, unnamed=by_asked)
    return Outcome(after, summary, other=other)


def _answered(facts: Facts, said: AnswerQuestion, now: datetime) -> Facts:
    return replace(
        facts,
        questions=tuple(
            replace(each, answer=said.answer, answered_at=now) if each.id == said.question else each
            for each in facts.questions
        ),
    )


def is_asked(question: Question, facts: Facts, person: Actor) -> bool:
    """Whether it was put to this person, as somebody or as the reporter whom nobody names."""
    if question.to_reporter:
        reporter = facts.intake.reporter
        unnamed = reporter.naming is not Naming.NAMED and question.of is None
        return unnamed and person.person_id == reporter.person_id
    return question.to is not None and question.to == person.person_id


def to_answer(policy: Policy, facts: Facts, person: Actor) -> tuple[Question, ...]:
    """The open questions put to this person; then, to who investigates, the others."""
    open_ = [each for each in facts.questions if each.answered_at is None]
    mine = [each for each in open_ if is_asked(each, facts, person)]
    may_record = person.roles & questioners(policy, facts)
    return (*mine, *(each for each in open_ if may_record and each not in mine))


def _for_whom(policy: Policy, facts: Facts, person: Actor) -> bool:
    asked = bool(to_answer(policy, facts, person))
    return asked or bool(person.roles & questioners(policy, facts))


def _summary(found: Question, said: AnswerQuestion, *, by_asked: bool) -> str:
    if found.outside:
        who = f"{found.outside[:1].upper()}{found.outside[1:]}"
        return f"{who} answered{' by e-mail' if said.by_mail else ''}. {said.answer}"
    if not by_asked:
        return f"Recorded an answer that was given in person. {said.answer}"
    who = "The reporter answered" if found.to is None else "Answered a question"
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
    second=lambda said: said.beside,
)
