"""Record that the printed letters were posted.

Who: whoever handles the notices, and the Head. When: letters have been printed.
What we ask: how it was done, and when, where that was earlier.
What happens: these letters count as sent, but for those that today’s list would not write any more:
the page has named them, to be taken out before posting, and each is a question. What was printed
after that time cannot have been in the post, and waits on.
What the policy decides: nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.facts import Facts
from portal.rules.handed_in import AboutList
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.regulator.submitting import check_time
from portal.rules.responsibilities import holders_back
from portal.rules.telling.on_way import EnvelopeState, OnWay
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


def decide(
    facts: Facts, policy: Policy, person: Actor, said: RecordPosted, now: datetime
) -> Outcome:
    """Every letter that was printed by then is posted."""
    check_time(facts, now)
    listing = opened(said.people, said.envelopes)
    waiting = [one for one in listing.envelopes if one.state is EnvelopeState.PRINTED]
    if not waiting:
        raise Refused("No printed letter waits to be posted")
    if said.expected not in {None, len(waiting)}:
        raise Refused("Other letters have been printed, or left out, since you looked. Look again.")
    printed = {one.id for one in waiting if _printed_by(one, now)}
    if not printed:
        first = min(one.since for one in waiting if one.since)
        sentence = f"They were printed on {day_and_time(first)}: give a later time"
        raise Refused(sentence, field="done_at")
    out = printed.intersection(outdated(listing, listing.planned(facts, policy, now)))
    listing, posted = moved(
        listing, dict.fromkeys(sorted(printed - out), (EnvelopeState.POSTED, ""))
    )
    later = [one.since for one in waiting if one.id not in printed and one.since]
    # what was printed later is looked at as of its own day: somebody may have turned the age
    after, rows = relisted(listing, {}, facts, policy, max([now, *later]))
    if posted:
        left_at = min(after.people.left_at or now, now)
        after = replace(after, people=replace(after.people, left_at=left_at))
    summary = _summary(len(printed - out), len(out), len(later))
    note = f" {said.note}" if said.note else ""
    return Outcome(after, summary + note, rows=(*rows, *posted))


def _printed_by(letter: OnWay, at: datetime) -> bool:
    """Whether it was printed in the minute of `at` or before: pages give times in minutes."""
    return letter.since is None or letter.since.replace(second=0, microsecond=0) <= at


def _summary(posted: int, out: int, later: int) -> str:
    letters = "1 letter" if posted == 1 else f"{posted} letters"
    was, waits = "was" if out == 1 else "were", "waits" if later == 1 else "wait"
    left = f" {out} {was} taken out, because something had changed." if out else ""
    on = f" {later} printed after that {waits} to be posted." if later else ""
    return f"Posted {letters}.{left}{on}"


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
