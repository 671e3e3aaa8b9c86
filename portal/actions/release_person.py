"""Release somebody who is held back, or who is barred and affected in their own right.

Who: the safeguarding lead or deputy, by name. When: they are held back.
What we ask: exactly who is told, by which channel, and why that is safe.
What happens: that one notice can be sent and no other. Bars on people and addresses still hold: a
release that they would keep back is refused.
What the policy decides: nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from portal.errors import Refused
from portal.rules.facts import Facts
from portal.rules.handed_in import AboutList
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.responsibilities import list_checkers
from portal.rules.telling.addressees import QUESTIONS, Named, Release
from portal.rules.telling.people_list import opened, relisted
from portal.rules.words import OPEN_STAGES, Channel, Family
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class ReleasePerson(AboutList):
    """Who is told about this person, how, and why that is safe."""

    person_id: UUID
    to: UUID | Named
    channel: Channel
    reason: str


def decide(
    facts: Facts, policy: Policy, person: Actor, said: ReleasePerson, now: datetime
) -> Outcome:
    """The list with one notice released."""
    if not said.reason.strip():
        raise Refused("Say why this is safe", field="reason")
    listing = opened(said.people, said.envelopes)
    found = listing.people.get(said.person_id)
    if found is None:
        raise Refused("This person is no longer on the list")
    release = Release(said.to, said.channel, said.reason, person.known(), now)
    changes = {found.id: replace(found, released=release)}
    stands = listing.planned(facts, policy, now, changes).addressings[found.id]
    if stands.reason is not None:
        raise Refused(f"This would release nothing. {QUESTIONS[stands.reason]}", field="to")
    after, rows = relisted(listing, changes, facts, policy, now)
    return Outcome(after, f"Released one notice. Reason: {said.reason}", rows=rows)


ACTION = Action(
    name="release_person",
    title="Release a notice",
    said=ReleasePerson,
    decide=decide,
    who=list_checkers,
    from_stages=OPEN_STAGES,
    to_stages=frozenset(),
    clauses=("DBRP-5.16",),
    offered=lambda _policy, facts: facts.people.imported > 0,
    family=Family.PEOPLE,
)
