"""Record that the printed letters were posted.

Who: whoever handles the notices, and the Head. When: letters have been printed.
What we ask: how it was done, and when, where that was earlier.
What happens: these letters count as sent, but for those that today’s list would not write any more:
the page has named them, to be taken out before posting, and each is a question.
What the policy decides: nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portal.errors import Refused
from portal.rules.facts import Facts
from portal.rules.handed_in import AboutList
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.regulator.submitting import check_time
from portal.rules.responsibilities import holders_back
from portal.rules.telling.on_way import EnvelopeState
from portal.rules.telling.people_list import moved, opened, outdated, relisted
from portal.rules.uk_time import day_and_time
from portal.rules.words import OPEN_STAGES, Family
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class RecordPosted(AboutList):
    """How they were posted."""

    note: str = ""
    expected: int | None = None
    """How many letters waited to be posted when the page was opened."""
    printed_at: datetime | None = None
    """When the last of them was printed."""


def decide(
    facts: Facts, policy: Policy, person: Actor, said: RecordPosted, now: datetime
) -> Outcome:
    """Every printed letter is posted."""
    check_time(facts, now)
    if said.printed_at and now < said.printed_at.replace(second=0, microsecond=0):
        at = day_and_time(said.printed_at)
        raise Refused(f"They were printed on {at}: give a later time", field="done_at")
    listing = opened(said.people, said.envelopes)
    printed = {one.id for one in listing.envelopes if one.state is EnvelopeState.PRINTED}
    if not printed:
        raise Refused("No printed letter waits to be posted")
    if said.expected not in {None, len(printed)}:
        raise Refused("Other letters have been printed, or left out, since you looked. Look again.")
    out = printed.intersection(outdated(listing, listing.planned(facts, policy, now)))
    listing, posted = moved(
        listing, dict.fromkeys(sorted(printed - out), (EnvelopeState.POSTED, ""))
    )
    after, rows = relisted(listing, {}, facts, policy, now)
    number = len(printed - out)
    letters = "1 letter" if number == 1 else f"{number} letters"
    was = f"{len(out)} {'was' if len(out) == 1 else 'were'}"
    left = f" {was} taken out, because something had changed." if out else ""
    note = f" {said.note}" if said.note else ""
    return Outcome(after, f"Posted {letters}.{left}{note}", rows=(*rows, *posted))


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
)
