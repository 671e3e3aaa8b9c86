"""Put right what people were told.

Who: the DPO or a stand-in. When: people were told, and afterwards no breach was recorded, or
something else in the notice was found wrong.
What we ask: a corrected notice; corrected in another way already, and how; or why not at all.
What happens: for a corrected notice, everybody who has had one that says what is wrong is to be
told anew: it is written, asked about, checked and sent as the first was, and says that it corrects
it. Whoever was told in person or by phone is to be told by somebody again.
What the policy decides: who is consulted on the text (UK GDPR Article 5(1)(d)).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.facts import Facts, PutRight
from portal.rules.handed_in import AboutList
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.responsibilities import dpo_only
from portal.rules.rows import Standing
from portal.rules.telling.on_way import ARRIVED, BY_HAND, TOLD, TOLD_WRONG, EnvelopeState, OnWay
from portal.rules.telling.people_list import Listing, OnList, moved, opened, relisted
from portal.rules.telling.putting_right import is_to_correct, to_put_right
from portal.rules.words import ANY_STAGE, Family, Stage
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class PutRightSaid(AboutList):
    """A corrected notice, or what was done instead, or why nothing."""

    corrected: bool
    note: str
    sending: bool = False


def decide(
    facts: Facts, policy: Policy, person: Actor, said: PutRightSaid, now: datetime
) -> Outcome:
    """Recorded; or begun, with everybody to be told anew."""
    if not said.note.strip():
        raise Refused("Say what is put right and how, or why it need not be", field="note")
    _check(facts, said)
    done = PutRight(
        said.corrected,
        said.note.strip(),
        person.known(),
        now,
        sending=said.sending,
        after_sendings=len(facts.people.sendings),
        settled_at=None if facts.people.stopped_at else facts.people.settled_at,
    )
    people = replace(facts.people, corrections=(*facts.people.corrections, done))
    after = replace(facts, people=people)
    if not said.sending:
        what = "Corrected" if said.corrected else "Decided not to correct"
        return Outcome(after, f"{what} what people were told. {done.note}")
    listing, corrected = moved(
        opened(said.people, said.envelopes),
        {one.id: (EnvelopeState.CORRECTED, "") for one in _to_correct(facts, said.envelopes)},
    )
    anew = _anew(listing)
    after, rows = relisted(anew, {}, after, policy, now)
    by_word = tuple(
        Standing(one.id, one.standing, one.reason)
        for one in anew.stored.values()
        if one.reason == TOLD_WRONG
    )
    return Outcome(
        after,
        f"Began to correct what people were told. {done.note}",
        rows=(*by_word, *rows, *corrected),
    )


def _check(facts: Facts, said: PutRightSaid) -> None:
    if not said.sending:
        return
    if not facts.people.sendings:
        sentence = "No notice was sent. Correct it in the way they were told, and say how"
        raise Refused(sentence, field="corrected")
    if facts.people.waiting:
        sentence = "Notices are still on their way. Stop them, or wait until all have left"
        raise Refused(sentence, field="corrected")
    if facts.stage is Stage.CLOSED:
        sentence = "Re-open the incident first: then the corrected notice can be written and sent"
        raise Refused(sentence, field="corrected")
    if not _to_correct(facts, said.envelopes):
        sentence = (
            "No notice that says this has arrived, so there is nobody to send a correction to. "
            "Say how it was put right in another way"
        )
        raise Refused(sentence, field="corrected")


def _to_correct(facts: Facts, envelopes: tuple[OnWay, ...]) -> tuple[OnWay, ...]:
    """The notices that have arrived about those about whom one says what is wrong.

    Whoever was told only since, with words that were right by then, is not misled.
    """
    arrived = [one for one in envelopes if one.state in ARRIVED]
    wrong = [one for one in arrived if is_to_correct(facts, one.version)]
    about = {one for each in wrong for one in each.about}
    return tuple(one for one in arrived if not about.isdisjoint(one.about))


def _anew(listing: Listing) -> Listing:
    """The list with those who were told standing as their notices do; by word alone, to tell."""
    about = {
        one
        for each in listing.envelopes
        if each.state is EnvelopeState.CORRECTED
        for one in each.about
    }
    stored = {
        one: _told_anew(each, by_word=one not in about) if each.standing == TOLD else each
        for one, each in listing.stored.items()
    }
    return replace(listing, stored=stored)


def _told_anew(stored: OnList, *, by_word: bool) -> OnList:
    if by_word and stored.reason in BY_HAND:
        return replace(stored, standing="unresolved", reason=TOLD_WRONG)
    return replace(stored, standing="", reason="")


ACTION = Action(
    name="put_right",
    title="Put right what people were told",
    said=PutRightSaid,
    decide=decide,
    who=dpo_only,
    from_stages=ANY_STAGE,
    to_stages=frozenset(),
    clauses=("DBRP-5.14", "DBRP-5.21"),
    offered=lambda _policy, facts: to_put_right(facts),
    family=Family.PEOPLE,
)
