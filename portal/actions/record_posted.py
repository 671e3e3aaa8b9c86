"""Record that the printed letters were posted.

Who: whoever handles the notices, and the Head. When: letters have been printed.
What we ask: how it was done; 'done at' says when.
What happens: these letters count as sent.
What the policy decides: nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from portal.errors import Refused
from portal.rules.envelopes import EnvelopeState, OnWay
from portal.rules.facts import Facts
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.people_list import OnList, moved, opened, relisted
from portal.rules.responsibilities import holders_back
from portal.rules.words import OPEN_STAGES, Family
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class RecordPosted:
    """How they were posted."""

    note: str = ""
    people: tuple[OnList, ...] = field(default=(), metadata={"kept": False})
    envelopes: tuple[OnWay, ...] = field(default=(), metadata={"kept": False})


def decide(
    facts: Facts, policy: Policy, person: Actor, said: RecordPosted, now: datetime
) -> Outcome:
    """Every printed letter is posted."""
    printed = [one.id for one in said.envelopes if one.state is EnvelopeState.PRINTED]
    if not printed:
        raise Refused("No printed letter waits to be posted")
    listing, posted = moved(
        opened(said.people, said.envelopes), dict.fromkeys(printed, (EnvelopeState.POSTED, ""))
    )
    after, rows = relisted(listing, {}, facts, policy, now)
    note = f" {said.note}" if said.note else ""
    letters = "1 letter" if len(printed) == 1 else f"{len(printed)} letters"
    return Outcome(after, f"Posted {letters}.{note}", rows=(*rows, *posted))


ACTION = Action(
    name="record_posted",
    title="Record that the letters were posted",
    said=RecordPosted,
    decide=decide,
    who=holders_back,
    from_stages=OPEN_STAGES,
    to_stages=frozenset(),
    clauses=("DBRP-5.16",),
    offered=lambda _policy, facts: facts.people.waiting > 0,
    family=Family.PEOPLE,
    needs_people=True,
)
