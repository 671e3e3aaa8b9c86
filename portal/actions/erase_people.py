"""Erase the details of the people affected.

Who: the DPO. When: the incident is closed, and the time of the policy is over.
What we ask: whether something keeps them: a complaint, a claim, the regulator, the police, or
safeguarding; then why and until when. Where safeguarding is concerned, what its lead said.
What happens: the list, its contacts, addresses and numbers, and the letters printed from it are
gone. Counts stay, and who was told, when and how. Or they are kept, and the question comes again.
What the policy decides: for how many years they are kept.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime

from portal.rules.facts import ErasedPeople, Facts
from portal.rules.handed_in import AboutList
from portal.rules.keeping import erasing
from portal.rules.keeping.erasing import BeforeErasing
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.responsibilities import list_erasers
from portal.rules.rows import ErasePeople as Erasure
from portal.rules.telling.people_list import opened
from portal.rules.uk_time import day
from portal.rules.words import Stage
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class ErasePeople(BeforeErasing, AboutList):
    """What keeps them; nothing, and they are erased."""


def decide(
    facts: Facts, policy: Policy, person: Actor, said: ErasePeople, now: datetime
) -> Outcome:
    """Gone, or kept for a reason."""
    if said.holds:
        kept = erasing.kept_longer(said, person.known(), now)
        people = replace(facts.people, kept_longer=(*facts.people.kept_longer, kept))
        return Outcome(
            replace(facts, people=people),
            f"Kept the details of the people affected until {day(kept.until)} "
            f"({', '.join(kept.holds)}): {kept.reason}",
        )
    last = erasing.kept_until(facts, policy)
    erasing.require_over(facts, policy, last, said, now)
    return _erased(facts, person, said, now)


def _erased(facts: Facts, person: Actor, said: ErasePeople, now: datetime) -> Outcome:
    listing = opened(said.people, said.envelopes)
    contacts = sum(len(one.contacts) for one in listing.people.values())
    standings = Counter(one.standing for one in said.people)
    erased = ErasedPeople(tuple(sorted(standings.items())), contacts, person.known(), now)
    people = replace(
        facts.people,
        imported=0,
        held_back=0,
        held_back_at=None,
        unresolved=0,
        erased=(*facts.people.erased, erased),
    )
    return Outcome(
        replace(facts, people=people),
        f"Erased the details of {len(said.people)} people affected and {contacts} contacts. "
        "Who was told, when and how stays on record.",
        rows=(Erasure(tuple((one.id, erasing.proof(one)) for one in said.envelopes)),),
    )


ACTION = Action(
    name="erase_people",
    title="Erase the contacts of the people affected",
    said=ErasePeople,
    decide=decide,
    who=list_erasers,
    from_stages=frozenset({Stage.CLOSED}),
    to_stages=frozenset(),
    clauses=(),
    offered=lambda _policy, facts: facts.people.imported > 0,
)
