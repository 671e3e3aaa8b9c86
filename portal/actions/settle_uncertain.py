"""Settle what became of a notice that nobody is sure of, or send a failed one once more.

Who: whoever handles the notices, and the Head. When: a notice is uncertain or failed; counts as
sent, and its letter came back or somebody else got it; or was a letter that was left out after it
had been posted.
What we ask: whether it arrived (somebody has asked), is sent again, came back, or went elsewhere.
What happens: it counts as sent, or waits again; the same message is recognised as a second copy.
One that arrived and is being corrected is followed by the corrected notice.
Never while law enforcement advises to wait, nor with words that were found wrong since, nor where
today’s list would not write it: then it counts as not arrived, and the next sending reaches them.
Whom it did not reach is told no more, and nothing goes to them at that address again.
What the policy decides: nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.errors import Refused, Stale
from portal.rules.facts import Facts
from portal.rules.handed_in import AboutList
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.responsibilities import holders_back
from portal.rules.telling.addressees import Plan
from portal.rules.telling.addressees.sameness import name_key
from portal.rules.telling.envelope import Envelope
from portal.rules.telling.leaving import found_wrong, require_free
from portal.rules.telling.on_way import (
    ASTRAY,
    CAME_BACK,
    ELSEWHERE,
    HAD,
    NOT_ARRIVED,
    TOLD,
    EnvelopeState,
    OnWay,
)
from portal.rules.telling.people_list import Listing, moved, opened, relisted, restood
from portal.rules.telling.putting_right import is_corrected_by_notice
from portal.rules.telling.still_right import by_people, still_so
from portal.rules.telling.ways import Ways
from portal.rules.words import OPEN_STAGES, Channel, Family
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class SettleUncertain(AboutList):
    """Which notice, and whether it arrived."""

    envelope_id: UUID
    arrived: bool
    note: str = ""
    astray: str = ""
    """One of `ASTRAY`, where it came back or somebody else got it."""


def decide(
    facts: Facts, policy: Policy, person: Actor, said: SettleUncertain, now: datetime
) -> Outcome:
    """Arrived, once more, or astray."""
    found = _found(said)
    listing = opened(said.people, said.envelopes)
    if is_left_out_letter(found) and said.arrived:
        _require_theirs(found, listing)
    if said.astray and found.state is not EnvelopeState.CORRECTED:
        # whoever was told in person as well stays told
        told = (one for one in found.about if listing.stored[one].standing == TOLD)
        for one in [one for one in told if not listing.stored[one].reason]:
            listing = restood(listing, one, ("to_be_told", ""))
    changed = not _still_so(found, listing, listing.planned(facts, policy, now))
    state, reason, what = _settled(facts, said, found, changed=changed)
    again = state is EnvelopeState.WAITING
    listing, moving = moved(listing, {found.id: (state, reason)}, again=again)
    listing, not_there = moved(listing, _waiting_there(listing))
    after, rows = relisted(listing, {}, facts, policy, now)
    note = f" {said.note}" if said.note else ""
    left = f" Left out, as they were to go there too: {len(not_there)}." if not_there else ""
    return Outcome(after, f"{what}{left}{note}", rows=(*rows, *moving, *not_there))


def _waiting_there(listing: Listing) -> dict[UUID, tuple[EnvelopeState, str]]:
    """What waits to go to the same addressee where one went astray: it does not leave."""
    ways = Ways.of(listing.envelopes)
    there = (one.id for one in listing.envelopes if one.waits and ways.is_closed(one))
    return dict.fromkeys(there, (EnvelopeState.LEFT_OUT, "changed"))


def _found(said: SettleUncertain) -> OnWay:
    """The notice, where this may be said of it; raises Stale or Refused."""
    open_ = {EnvelopeState.UNCERTAIN, EnvelopeState.FAILED} | (HAD if said.astray else set())
    found = next((one for one in said.envelopes if one.id == said.envelope_id), None)
    if found is None or not (found.state in open_ or is_left_out_letter(found)):
        raise Stale("Somebody has settled this notice already")
    if is_left_out_letter(found) and not (said.arrived or said.astray):
        raise Refused("It was left out. Send the notices for a new one", field="arrived")
    if said.astray and said.astray not in ASTRAY:
        raise Refused("Say what became of it", field="arrived")
    if (said.arrived or said.astray) and not said.note.strip():
        what = "what happened" if said.astray else "that it arrived"
        raise Refused(f"Say who told you {what}", field="note")
    if Ways.of(said.envelopes).is_closed(found) and not (said.arrived or said.astray):
        sentence = "It does not go there again. Correct the address first, then send the notices."
        raise Refused(sentence, field="arrived")
    return found


def is_left_out_letter(one: OnWay) -> bool:
    """A letter that should have been taken out of the pile: it may be in the post all the same."""
    return one.state is EnvelopeState.LEFT_OUT and one.channel is Channel.LETTER


def _require_theirs(found: OnWay, listing: Listing) -> None:
    """Raise Refused where whom it is addressed to may not know it by now: that is no arrival."""
    to = name_key(Envelope.from_json(found.body).name)
    about = [listing.people[one] for one in found.about]
    barred = {name_key(one.name) for person in about for one in person.contacts if one.barred}
    if to in barred or any(person.held_back for person in about):
        sentence = "They may not be told any more. Say that somebody has it who should not"
        raise Refused(sentence, field="arrived")


def _still_so(found: OnWay, listing: Listing, planned: Plan) -> bool:
    """Whether today's list would write this very notice."""
    stored = Envelope.from_json(found.body)
    return still_so(stored, found.about, by_people(planned), listing.people)


def _settled(
    facts: Facts, said: SettleUncertain, found: OnWay, *, changed: bool
) -> tuple[EnvelopeState, str, str]:
    """How it stands, why, and the sentence. What was found wrong, or is to go elsewhere by now,
    never leaves a second time.
    """
    if said.astray and found.state is EnvelopeState.CORRECTED:  # what corrects it is still owed
        return found.state, said.astray, _ASTRAY[said.astray]
    if said.astray:
        return EnvelopeState.FAILED, said.astray, _ASTRAY[said.astray]
    if said.arrived and is_corrected_by_notice(facts, found.version):
        sentence = "Recorded that a notice arrived. It was wrong, so the corrected one follows it."
        return EnvelopeState.CORRECTED, "confirmed", sentence
    if said.arrived:
        return EnvelopeState.SENT, "confirmed", "Recorded that a notice arrived."
    wrong = found_wrong(facts, found.version)
    if wrong or changed:
        why = "what it says was found wrong" if wrong else "the list has changed since"
        sentence = f"Recorded that a notice did not arrive. It is not sent again, because {why}."
        reason = found.reason if found.state is EnvelopeState.FAILED else NOT_ARRIVED
        return EnvelopeState.FAILED, reason, sentence
    require_free(facts)
    return EnvelopeState.WAITING, "", "Sent a notice once more."


_ASTRAY = {
    CAME_BACK: "Recorded that a notice came back.",
    ELSEWHERE: "Recorded that somebody else got a notice. That is a breach of its own.",
}

ACTION = Action(
    name="settle_uncertain",
    title="Settle what became of a notice",
    said=SettleUncertain,
    decide=decide,
    who=holders_back,
    from_stages=OPEN_STAGES,
    to_stages=frozenset(),
    clauses=("DBRP-5.16",),
    offered=lambda _policy, facts: facts.people.sent_at is not None,
    family=Family.PEOPLE,
)
