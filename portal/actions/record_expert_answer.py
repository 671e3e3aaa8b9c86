"""Record what an expert answered.

Who: who investigates, first contacts, Head, DPO. When: an answer is awaited, also after closing.
What we ask: which expert, and the answer (SIP-3d).
What happens: it stands in the investigation.
What the policy decides: nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from portal.errors import Refused
from portal.rules.facts import Facts
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.plain_text import ended
from portal.rules.responsibilities.investigation import questioners
from portal.rules.words import ANY_STAGE
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class RecordExpertAnswer:
    """The answer, or that none came."""

    expert: UUID
    answer: str


def decide(
    facts: Facts, _policy: Policy, _person: Actor, said: RecordExpertAnswer, now: datetime
) -> Outcome:
    """Answered."""
    found = next((e for e in facts.experts if e.id == said.expert and not e.answered_at), None)
    if found is None:
        raise Refused("Choose an expert whose answer is awaited", field="expert")
    if not said.answer.strip():
        raise Refused("Write the answer, or that none came and why", field="answer")
    answered = replace(found, answer=said.answer, answered_at=now)
    experts = tuple(answered if each is found else each for each in facts.experts)
    return Outcome(
        replace(facts, experts=experts),
        f"Recorded an expert’s answer: {ended(found.whom)} {said.answer}",
    )


ACTION = Action(
    name="record_expert_answer",
    title="Record the expert’s answer",
    said=RecordExpertAnswer,
    decide=decide,
    who=questioners,
    from_stages=ANY_STAGE,
    to_stages=ANY_STAGE,
    clauses=("SIP-3d",),
    offered=lambda _policy, facts: any(each.answered_at is None for each in facts.experts),
)
