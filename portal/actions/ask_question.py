"""Ask a person, a reporter whom nobody names, or an organisation outside, as a processor.

Who: who investigates, first contacts, Head, DPO. When: while it is open, as often as needed.
What we ask: the question, whom, by when.
What happens: the person may see the incident and owes the answer. A reporter whose name is
protected is told and owes it, still unnamed; an anonymous one finds the question with the receipt
code; of a report that was joined, both on its own page. An organisation is e-mailed where its
address is given, and answers by mail, or is rung by whoever asks; whoever asked is told when the
mail does not arrive. Who investigates owes that there is an answer (DBRP-5.10). Whoever it concerns
is not asked here: they would see the record.
What the policy decides: how long an answer may take when no date is given (SIP-7).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid5

from portal.errors import Refused
from portal.rules.days_ahead import check_ahead
from portal.rules.facts import Facts, Question
from portal.rules.handed_in import BesideOther
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.responsibilities.investigation import questioners
from portal.rules.rows import Involve
from portal.rules.words import OPEN_STAGES, Naming
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class AskQuestion(BesideOther):
    """`to` is a person of the school, or None for a reporter who is not named, or outside."""

    text: str
    to: UUID | None
    due_at: datetime
    outside: str = ""
    """An organisation, as a processor; `to` is None."""
    email: str = ""
    """Where it is written to; '' where the asker rings or writes."""
    of: UUID | None = None
    """The joined report whose reporter is asked; None: this one's."""


def decide(
    facts: Facts, _policy: Policy, person: Actor, said: AskQuestion, now: datetime
) -> Outcome:
    """Asked."""
    _check(facts, said, now)
    question = Question(
        id=uuid5(facts.incident_id, f"question {len(facts.questions) + 1}"),
        text=said.text,
        to=said.to,
        by=person.known(),
        asked_at=now,
        due_at=said.due_at,
        outside="" if said.to else said.outside.strip(),
        email="" if said.to or not said.outside.strip() else said.email.strip(),
        of=None if said.to or said.outside.strip() else said.of,
    )
    after = replace(facts, questions=(*facts.questions, question))
    if question.outside:
        mailed = Effect("outside_question", subject=question.id, people=(question.by,))
        how = " by e-mail" if question.email else ""
        sent = (mailed,) if question.email else ()
        return Outcome(after, f"Asked {question.outside}{how}. {said.text}", sent)
    if said.to is None:
        return _ask_reporter(after, question, said)
    return Outcome(
        after,
        f"Asked a question. {said.text}",
        (Effect("alert", template="question", people=(said.to,)),),
        (Involve(said.to, "asked"),),
    )


def _ask_reporter(after: Facts, question: Question, said: AskQuestion) -> Outcome:
    """Nobody is named: who is signed in is told, whoever has a code finds it."""
    if said.other is None:
        return Outcome(after, f"Asked the reporter. {said.text}", _told(after))
    theirs = replace(said.other, questions=(*said.other.questions, replace(question, of=None)))
    return Outcome(
        after,
        f"Asked the reporter of {said.other.reference}. {said.text}",
        other=Outcome(
            theirs, f"Asked the reporter, for {after.reference}. {said.text}", _told(theirs)
        ),
    )


def _told(facts: Facts) -> tuple[Effect, ...]:
    reporter = facts.intake.reporter.person_id
    return (Effect("alert", template="question", people=(reporter,)),) if reporter else ()


def _check(facts: Facts, said: AskQuestion, now: datetime) -> None:
    if not said.text.strip():
        raise Refused("Write the question", field="text")
    if said.to in facts.concerned:
        sentence = (
            "It concerns this person. Speak to them in person, and add what they say to the record"
        )
        raise Refused(sentence, field="to")
    asked = said.other if said.of else facts
    if said.to is None and not said.outside.strip():
        of_ours = said.of is None or said.of in {each.incident_id for each in facts.joined}
        if asked is None or not of_ours or asked.intake.reporter.naming is Naming.NAMED:
            raise Refused("Choose whom to ask", field="to")
        if asked.intake.reporter.person_id in facts.concerned:
            raise Refused("It concerns the reporter. Speak to them in person", field="to")
    past = "The day by which you need the answer must be in the future"
    check_ahead(said.due_at, now, past, field="due_on")


ACTION = Action(
    name="ask_question",
    title="Ask a question",
    said=AskQuestion,
    decide=decide,
    who=questioners,
    from_stages=OPEN_STAGES,
    to_stages=OPEN_STAGES,
    clauses=("SIP-4", "SIP-3b", "SIP-4-report", "DBRP-5.6", "DBRP-5.10"),
    second=lambda said: said.of,
)
