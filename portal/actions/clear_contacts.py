"""Clear many contacts at once.

Who: the DPO, whoever decides about the people affected, the safeguarding lead; by name.
When: before sending, or before the rest are sent.
What we ask: against which record they were checked.
What happens: every contact of whom the list says yes or no to responsibility and to daily care, and
who is not barred, may be written to. Whoever is 'not known' stays open and is settled one by one.
What the policy decides: nothing; that nobody is written to unchecked is a rule of safety.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.envelopes import OnWay
from portal.rules.facts import Facts
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.people_list import OnList, opened, relisted
from portal.rules.responsibilities import list_keepers
from portal.rules.settling import cleared, to_clear
from portal.rules.words import OPEN_STAGES, Family
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class ClearContacts:
    """The record that the contacts were checked against."""

    against: str
    people: tuple[OnList, ...] = field(default=(), metadata={"kept": False})
    envelopes: tuple[OnWay, ...] = field(default=(), metadata={"kept": False})


def decide(
    facts: Facts, policy: Policy, person: Actor, said: ClearContacts, now: datetime
) -> Outcome:
    """The list with these contacts checked."""
    if not said.against.strip():
        raise Refused("Say against which record you checked them", field="against")
    listing = opened(said.people, said.envelopes)
    changes = {
        one: replace(
            known, contacts=tuple(cleared(c) if to_clear(c) else c for c in known.contacts)
        )
        for one, known in listing.people.items()
        if any(map(to_clear, known.contacts))
    }
    number = sum(sum(map(to_clear, known.contacts)) for known in listing.people.values())
    after, rows = relisted(listing, changes, facts, policy, now)
    return Outcome(after, f"Checked {number} contacts. Against: {said.against}", rows=rows)


ACTION = Action(
    name="clear_contacts",
    title="Check the contacts",
    said=ClearContacts,
    decide=decide,
    who=list_keepers,
    from_stages=OPEN_STAGES,
    to_stages=frozenset(),
    clauses=("DBRP-5.16",),
    offered=lambda _policy, facts: facts.people.imported > 0,
    family=Family.PEOPLE,
    needs_people=True,
)
