"""Answer a complaint, and tell the outcome.

Who: Head and DPO, and whoever decides about the people affected. When: until it is answered; an
answer that comes before the acknowledgement is one as well.
What we ask: which one, what was found and done, and that they were told whom to turn to next.
What happens: both duties are met.
What the policy decides: by when (without undue delay, Data Protection Act 2018 section 164A).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from portal.errors import Refused
from portal.rules.ending.complaining import found, unanswered, with_complaint
from portal.rules.facts import Facts
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.responsibilities import complaint_keepers
from portal.rules.uk_time import day
from portal.rules.words import ANY_STAGE, Family
from tenants.policy.schema import Policy
from tenants.regulator import ICO


@dataclass(frozen=True, slots=True)
class AnswerComplaint:
    """Which one, what came of it, and whether they know that the regulator is next."""

    complaint: UUID
    outcome: str
    told_of_regulator: bool = False


def decide(
    facts: Facts, _policy: Policy, person: Actor, said: AnswerComplaint, now: datetime
) -> Outcome:
    """Answered."""
    complaint = found(unanswered(facts), said.complaint)
    if not said.outcome.strip():
        raise Refused("Say what you found and did, as you told them", field="outcome")
    if not said.told_of_regulator:
        sentence = f"Tell them as well that they can complain to the {ICO}, then tick the box"
        raise Refused(sentence, field="told_of_regulator")
    by = person.known()
    done = replace(
        complaint,
        acknowledged_at=complaint.acknowledged_at or now,
        acknowledged_by=complaint.acknowledged_by or by,
        how=complaint.how or "With the answer.",
        answered_at=now,
        answered_by=by,
        outcome=said.outcome.strip(),
    )
    return Outcome(
        with_complaint(facts, done),
        f"Answered the complaint received on {day(complaint.received_at)}, and told the outcome.",
    )


ACTION = Action(
    name="answer_complaint",
    title="Answer the complaint",
    said=AnswerComplaint,
    decide=decide,
    who=complaint_keepers,
    from_stages=ANY_STAGE,
    to_stages=frozenset(),
    clauses=("DBRP-A1.27",),
    offered=lambda _policy, facts: bool(unanswered(facts)),
    family=Family.PEOPLE,
)
