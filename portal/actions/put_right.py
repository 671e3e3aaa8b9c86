"""Put right what people were told, after it turned out that there was no breach.

Who: the DPO or a stand-in. When: people have been told, and no breach was recorded afterwards.
What we ask: whether a corrected notice was sent, and how; or why not.
What happens: recorded; the correction itself is written and sent as a notice.
What the policy decides: nothing (UK GDPR Article 5(1)(d)).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.facts import Facts, PutRight
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.responsibilities import dpo_only
from portal.rules.words import ANY_STAGE, Family
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class PutRightSaid:
    """What was done, or why nothing."""

    corrected: bool
    note: str


def decide(
    facts: Facts, _policy: Policy, person: Actor, said: PutRightSaid, now: datetime
) -> Outcome:
    """Recorded."""
    if not said.note.strip():
        raise Refused("Say how people were told, or why they need not be", field="note")
    done = PutRight(said.corrected, said.note, person.known(), now)
    what = "Corrected" if said.corrected else "Decided not to correct"
    return Outcome(
        replace(facts, people=replace(facts.people, put_right=done)),
        f"{what} what people were told. {said.note}",
    )


ACTION = Action(
    name="put_right",
    title="Put right what people were told",
    said=PutRightSaid,
    decide=decide,
    who=dpo_only,
    from_stages=ANY_STAGE,
    to_stages=frozenset(),
    clauses=("DBRP-5.14",),
    offered=lambda _policy, facts: (
        facts.people.sent_at is not None and facts.no_breach_at is not None
    ),
    family=Family.PEOPLE,
)
