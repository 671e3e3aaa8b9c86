"""Ask an organisation again, in another way, after the e-mail with the question did not arrive.

Who: who investigates, first contacts, Head, DPO. When: while nobody has got the question.
What we ask: an address, or how it was asked instead.
What happens: the question goes out once more, or waits for the answer to be recorded; that there is
an answer is owed as before (DBRP-5.10).
What the policy decides: how long this may take (SIP-7).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from portal.errors import Refused, Stale
from portal.rules.facts import Facts
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.responsibilities.investigation import questioners
from portal.rules.words import OPEN_STAGES
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class AskAgain:
    """Which question, and an address to write to, or how it was asked instead."""

    question: UUID
    email: str = ""
    how: str = ""


def decide(facts: Facts, _policy: Policy, person: Actor, said: AskAgain, now: datetime) -> Outcome:
    """Asked again."""
    asked = next((each for each in facts.questions if each.id == said.question), None)
    if asked is None or not asked.is_astray:
        raise Stale("This has been asked again already")
    email, how = said.email.strip(), said.how.strip()
    if not email and not how:
        raise Refused("Give an address, or say how you asked", field="how")
    again = replace(asked, email=email, asked_again_at=now)
    questions = tuple(again if each is asked else each for each in facts.questions)
    mailed = Effect("outside_question", subject=asked.id, people=(person.known(),))
    words = " ".join(filter(None, ("by e-mail." * bool(email), how)))
    return Outcome(
        replace(facts, questions=questions),
        f"Asked {asked.outside} again: {words}",
        (mailed,) if email else (),
    )


ACTION = Action(
    name="ask_again",
    title="Ask again in another way",
    said=AskAgain,
    decide=decide,
    who=questioners,
    from_stages=OPEN_STAGES,
    to_stages=OPEN_STAGES,
    clauses=("DBRP-5.10",),
    offered=lambda _policy, facts: any(each.is_astray for each in facts.questions),
)
