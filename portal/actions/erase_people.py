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
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from portal.errors import Refused
from portal.rules import erasing
from portal.rules.envelopes import OnWay
from portal.rules.facts import ErasedPeople, Facts, Hold, KeptLonger
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.people_list import OnList, opened
from portal.rules.responsibilities import list_erasers
from portal.rules.rows import ErasePeople as Erasure
from portal.rules.uk_time import day
from portal.rules.words import Stage
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class ErasePeople:
    """`holds`: what keeps them; none of them, and they are erased."""

    holds: tuple[Hold, ...] = ()
    reason: str = ""
    until: date | None = None
    """None: 90 days."""
    safeguarding_said: str = ""
    people: tuple[OnList, ...] = field(default=(), metadata={"kept": False})
    envelopes: tuple[OnWay, ...] = field(default=(), metadata={"kept": False})


def decide(
    facts: Facts, policy: Policy, person: Actor, said: ErasePeople, now: datetime
) -> Outcome:
    """Gone, or kept for a reason."""
    if said.holds:
        return _kept(facts, person, said, now)
    last = erasing.kept_until(facts, policy)
    if last is not None and not erasing.is_time(facts, policy, now):
        raise Refused(f"The school keeps these details up to and including {day(last)}")
    if owed := erasing.keeps(facts, policy, now):
        raise Refused(f"Something is still open that keeps them: {'; '.join(owed)}")
    if erasing.concerns_safeguarding(facts) and not said.safeguarding_said.strip():
        raise Refused("Say what the safeguarding lead said", field="safeguarding_said")
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


def _kept(facts: Facts, person: Actor, said: ErasePeople, now: datetime) -> Outcome:
    if not said.reason.strip():
        raise Refused("Say why they are kept", field="reason")
    until = erasing.until(said.until, now)
    kept = KeptLonger(said.holds, said.reason, until, person.known(), now)
    people = replace(facts.people, kept_longer=(*facts.people.kept_longer, kept))
    holds = ", ".join(said.holds)
    return Outcome(
        replace(facts, people=people),
        f"Kept the details of the people affected until {day(until)} ({holds}): {said.reason}",
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
    needs_people=True,
)
