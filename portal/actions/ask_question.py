"""Ask a person, the anonymous reporter, or an organisation outside, as a processor.

Who: who investigates, first contacts, Head, DPO. When: while it is open, as often as needed.
What we ask: the question, whom, by when.
What happens: the person may see the incident and owes the answer; the anonymous reporter finds the
question with the receipt code. An organisation is rung or written to by whoever asks; its answer
is owed by who investigates (DBRP-5.10). Whoever it concerns is not asked here: they would
see the record.
What the policy decides: how long an answer may take when no date is given (SIP-7).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid5

from portal.errors import Refused
from portal.rules.facts import Facts, Question
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.responsibilities.investigation import questioners
from portal.rules.rows import Involve
from portal.rules.words import OPEN_STAGES, Naming
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class AskQuestion:
    """`to` is a person of the school, or None for the anonymous reporter."""

    text: str
    to: UUID | None
    due_at: datetime
    outside: str = ""
    """An organisation, as a processor, whom the asker rings or writes to; `to` is None."""


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
    )
    after = replace(facts, questions=(*facts.questions, question))
    if question.outside:
        return Outcome(after, f"Asked {question.outside}. {said.text}")
    if said.to is None:
        return Outcome(after, f"Asked the anonymous reporter. {said.text}")
    return Outcome(
        after,
        f"Asked a question. {said.text}",
        (Effect("alert", template="question", people=(said.to,)),),
        (Involve(said.to, "asked"),),
    )


def _check(facts: Facts, said: AskQuestion, now: datetime) -> None:
    if not said.text.strip():
        raise Refused("Write the question", field="text")
    if said.to in facts.concerned:
        sentence = (
            "It concerns this person. Speak to them in person, and add what they say to the record"
        )
        raise Refused(sentence, field="to")
    anonymous = facts.intake.reporter.naming is Naming.ANONYMOUS
    if said.to is None and not (anonymous or said.outside.strip()):
        raise Refused("Choose whom to ask", field="to")
    if said.due_at <= now:
        raise Refused("The day by which you need the answer must be in the future", field="due_on")


ACTION = Action(
    name="ask_question",
    title="Ask a question",
    said=AskQuestion,
    decide=decide,
    who=questioners,
    from_stages=OPEN_STAGES,
    to_stages=OPEN_STAGES,
    clauses=("SIP-4", "SIP-3b", "SIP-4-report", "DBRP-5.6", "DBRP-5.10"),
)
