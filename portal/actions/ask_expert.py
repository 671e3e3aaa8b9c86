"""Ask an expert for help.

Who: who investigates, first contacts, Head, DPO. When: while it is open.
What we ask: whom, what, and the answer where there is one already (SIP-3d).
What happens: who investigates owes the answer until it is recorded; no decision waits for it.
What the policy decides: how long that may take.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid5

from portal.errors import Refused
from portal.rules.facts import ExpertHelp, Facts
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.plain_text import ended
from portal.rules.responsibilities.investigation import questioners
from portal.rules.words import OPEN_STAGES
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class AskExpert:
    """Whom and what; `answer` where it was given at once."""

    whom: str
    asked: str
    answer: str = ""


def decide(facts: Facts, _policy: Policy, person: Actor, said: AskExpert, now: datetime) -> Outcome:
    """Asked."""
    if not said.whom.strip():
        raise Refused("Say whom you asked", field="whom")
    if not said.asked.strip():
        raise Refused("Say what you asked", field="question")
    answer = said.answer.strip()
    kept = ExpertHelp(
        id=uuid5(facts.incident_id, f"expert {len(facts.experts) + 1}"),
        whom=said.whom.strip(),
        asked=said.asked,
        by=person.known(),
        at=now,
        answer=answer,
        answered_at=now if answer else None,
    )
    told = f" Answer: {answer}" if answer else ""
    return Outcome(
        replace(facts, experts=(*facts.experts, kept)),
        f"Asked an expert: {ended(kept.whom)} {ended(said.asked)}{told}",
    )


ACTION = Action(
    name="ask_expert",
    title="Get expert help",
    said=AskExpert,
    decide=decide,
    who=questioners,
    from_stages=OPEN_STAGES,
    to_stages=OPEN_STAGES,
    clauses=("SIP-3d", "DBRP-5.8"),
)
