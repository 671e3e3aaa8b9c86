"""Record that something people were told was wrong.

Who: the DPO, whoever decides about the people affected, and the Head. When: people were told.
What we ask: what was wrong, and what is right.
What happens: the DPO owes a correction, or the reason why there is none. What has not left is
stopped: it says the same.
What the policy decides: by when (UK GDPR Article 5(1)(d)).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.facts import Facts, FoundWrong
from portal.rules.handed_in import AboutList
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.plain_text import ended
from portal.rules.responsibilities import complaint_keepers
from portal.rules.telling.leaving import stopped_at_once
from portal.rules.words import ANY_STAGE, Family
from tenants.policy.schema import Policy
from tenants.roles import Role


@dataclass(frozen=True, slots=True)
class RecordWrong(AboutList):
    """What was wrong."""

    what: str


def decide(
    facts: Facts, policy: Policy, person: Actor, said: RecordWrong, now: datetime
) -> Outcome:
    """Found."""
    if not said.what.strip():
        raise Refused("Say what was wrong, and what is right", field="what")
    found = FoundWrong(said.what.strip(), person.known(), now)
    people = replace(facts.people, found_wrong=(*facts.people.found_wrong, found))
    wrong = replace(facts, people=people)
    after, rows, stopped = stopped_at_once(wrong, policy, said.people, said.envelopes, now)
    alert = Effect("alert", template="told_wrong", to=(Role.DPO,))
    return Outcome(
        after,
        f"Found that people were told something wrong. {ended(found.what)}{stopped}",
        () if Role.DPO in person.roles else (alert,),
        rows,
    )


ACTION = Action(
    name="record_wrong",
    title="Record that people were told something wrong",
    said=RecordWrong,
    decide=decide,
    who=complaint_keepers,
    from_stages=ANY_STAGE,
    to_stages=frozenset(),
    clauses=("DBRP-5.21",),
    offered=lambda _policy, facts: facts.people.anybody_told_at is not None,
    family=Family.PEOPLE,
)
