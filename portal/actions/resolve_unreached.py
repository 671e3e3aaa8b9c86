"""Record how somebody was told who could not be written to, or what was tried.

Who: whoever handles the notices, and the Head. When: somebody is unresolved, held or blocked.
What we ask: told in person or by phone, or cannot be reached; what was said or tried, and when,
where that was earlier.
What happens: telling this person is settled. To speak to somebody is never refused and waits for no
assessment, agreement or hold.
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
from portal.rules.regulator.submitting import check_time
from portal.rules.responsibilities import holders_back
from portal.rules.rows import Standing
from portal.rules.telling.on_way import ASTRAY, BY_HAND, TO_RESOLVE, TOLD, EnvelopeState, OnWay
from portal.rules.telling.people_list import Listing, moved, opened, relisted
from portal.rules.words import OPEN_STAGES, Channel, Family
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class ResolveUnreached(AboutList):
    """Who, how, and what was said or tried."""

    person_id: UUID
    how: str
    """'in_person', 'by_phone' or 'cannot_be_reached'."""
    note: str


def decide(
    facts: Facts, policy: Policy, person: Actor, said: ResolveUnreached, now: datetime
) -> Outcome:
    """Settled by somebody who told them, or tried."""
    if said.how not in BY_HAND:
        raise Refused("Say how this person was told, or that nobody reached them", field="how")
    if not said.note.strip():
        raise Refused("Say what you did or tried", field="note")
    check_time(facts, now)
    listing = opened(said.people, said.envelopes)
    stored = listing.stored.get(said.person_id)
    if stored is None:
        raise Refused("This person is no longer on the list")
    stands = "blocked" if said.how == "cannot_be_reached" else TOLD
    settled = replace(stored, standing=stands, reason=said.how)
    after_hand = replace(listing, stored={**listing.stored, stored.id: settled})
    moving, replaced = moved(
        after_hand,
        {
            # where it went astray, nothing goes again, whoever else they have to be told about
            one.id: (EnvelopeState.REPLACED, one.reason if one.reason in ASTRAY else said.how)
            for one in _settled_with(after_hand, said.person_id)
        },
    )
    after, rows = relisted(moving, {}, facts, policy, now)
    if stands == TOLD and after.people.by_word_at:
        first = min(after.people.by_word_at, now)
        after = replace(after, people=replace(after.people, by_word_at=first))
    what = {
        "in_person": "Told one of the people affected in person.",
        "by_phone": "Told one of the people affected by phone.",
        "cannot_be_reached": "One of the people affected cannot be reached.",
    }[said.how]
    own = Standing(stored.id, stands, said.how)
    return Outcome(after, f"{what} {said.note}", rows=(own, *rows, *replaced))


def _settled_with(listing: Listing, person_id: UUID) -> tuple[OnWay, ...]:
    """The notices about this person that went astray, or were for a word in person, and are done
    with: nobody else whom they are about is still open.
    """
    done = {one for one, stored in listing.stored.items() if stored.reason in BY_HAND}
    return tuple(
        one
        for one in listing.envelopes
        if person_id in one.about
        and done.issuperset(one.about)
        and (one.state in TO_RESOLVE or (one.waits and one.channel is Channel.IN_PERSON))
    )


ACTION = Action(
    name="resolve_unreached",
    title="Resolve who was not reached",
    said=ResolveUnreached,
    decide=decide,
    who=holders_back,
    from_stages=OPEN_STAGES,
    to_stages=frozenset(),
    clauses=("DBRP-5.16",),
    offered=lambda _policy, facts: facts.people.imported > 0,
    family=Family.PEOPLE,
)
