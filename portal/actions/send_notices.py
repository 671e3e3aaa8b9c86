"""Send the notices to the people affected.

Who: the DPO or a stand-in. When: it is decided to tell them; never waiting for the regulator.
What we ask: a second look at the counts; one line where a check or an opinion is missing.
What happens: the addressees are worked out as of today; e-mails leave one by one, each looked at
again in that moment; letters are printed as one run. Whoever cannot be told is a question. What was
missing stays owed. Nothing lifts a bar on a person or an address.
What the policy decides: the age, who is consulted, and whether they must agree: at high risk, or
where the regulator requires it, their agreement is not waited for (UK GDPR Article 34(1)).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.facts import Facts, NoticeText, Sending
from portal.rules.handed_in import AboutList
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.responsibilities import dpo_only
from portal.rules.rows import Standing
from portal.rules.telling.agreeing import must_wait_for_agreement, to_be_told
from portal.rules.telling.envelope import Sender
from portal.rules.telling.leaving import WRONG, found_wrong, require_free
from portal.rules.telling.notice_parts import lacking
from portal.rules.telling.on_way import ASTRAY, TO_TELL_ANEW, EnvelopeState, OnWay
from portal.rules.telling.people_list import Listing, moved, opened, relisted, restood
from portal.rules.telling.putting_right import correcting
from portal.rules.telling.sending import Ready, gaps, ready
from portal.rules.words import OPEN_STAGES, Channel, Family
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class SendNotices(AboutList):
    """How many notices the page showed, and why nothing missing is waited for."""

    expected: int
    why_not_waited: str = ""
    sender: Sender | None = field(default=None, metadata={"kept": False})
    """Who writes, as the page showed it: frozen with each notice."""


def decide(
    facts: Facts, policy: Policy, person: Actor, said: SendNotices, now: datetime
) -> Outcome:
    """The envelopes, and where telling each person stands."""
    text = facts.people.texts[-1]
    missing = _check(facts, policy, said, text, now)
    listing = opened(said.people, said.envelopes)
    number = len(facts.people.sendings) + 1
    made = ready(
        listing,
        listing.planned(facts, policy, now),
        text.version,
        number,
        facts.incident_id,
        said.sender,
        corrects=text.corrects,
    )
    if not made.envelopes:
        raise Refused("There is nobody left whom a notice can be sent to")
    if len(made.envelopes) != said.expected:
        sentence = "The list has changed since you looked. Check the numbers again."
        raise Refused(sentence)
    sending = Sending(
        text.version, len(made.envelopes), person.known(), now, missing, said.why_not_waited
    )
    people = replace(
        facts.people,
        sendings=(*facts.people.sendings, sending),
        sent_at=facts.people.sent_at or now,
        stopped_at=None,
    )
    on_way, replaced = _on_way(listing, made)
    on_way, answered = _told_by_notice(on_way, made)
    after, rows = relisted(on_way, {}, replace(facts, people=people), policy, now)
    return Outcome(
        after,
        _summary(made, after, said),
        _effects(made),
        (*made.envelopes, *replaced, *answered, *rows),
    )


def _told_by_notice(listing: Listing, made: Ready) -> tuple[Listing, tuple[Standing, ...]]:
    """Whoever was to be told anew for a reason of their own: their notices decide from here on."""
    about = {one for envelope in made.envelopes for one in envelope.about}
    anew = [one for one in sorted(about) if listing.stored[one].reason in TO_TELL_ANEW]
    for one in anew:
        listing = restood(listing, one, ("to_be_told", ""))
    return listing, tuple(Standing(one, "to_be_told") for one in anew)


def _check(
    facts: Facts, policy: Policy, said: SendNotices, text: NoticeText, now: datetime
) -> tuple[str, ...]:
    """What is missing and not waited for."""
    require_free(facts)
    if correcting(facts) is not None and not text.corrects:
        raise Refused("Write the corrected notice first: this text is the one that was wrong.")
    if found_wrong(facts, text.version):
        raise Refused(WRONG)
    if unwritten := lacking(text.parts):
        titles = "; ".join(one.title for one in unwritten)
        raise Refused(f"The law asks for more in this notice: {titles}. Write it first.")
    if must_wait_for_agreement(facts, policy):
        raise Refused("This school’s policy asks for agreement before these notices go out.")
    missing = gaps(facts, policy, now)
    if missing and not said.why_not_waited.strip():
        raise Refused("Say in one line why you do not wait", field="why_not_waited")
    return missing


def _on_way(listing: Listing, made: Ready) -> tuple[Listing, tuple[object, ...]]:
    was = {one.id: one.reason for one in listing.envelopes}
    why = {one: was[one] if was[one] in ASTRAY else "sent_again" for one in made.replaced}
    replaced, rows = moved(
        listing, {one: (EnvelopeState.REPLACED, reason) for one, reason in why.items()}
    )
    new = tuple(
        OnWay(one.id, one.channel, EnvelopeState.WAITING, "", one.about, one.body)
        for one in made.envelopes
    )
    return replace(replaced, envelopes=(*replaced.envelopes, *new)), rows


def _effects(made: Ready) -> tuple[Effect, ...]:
    return (Effect("letters"),) if Channel.LETTER in made.counts else ()


def _summary(made: Ready, after: Facts, said: SendNotices) -> str:
    counts = made.counts
    words = {
        Channel.EMAIL: "by e-mail",
        Channel.LETTER: "by letter",
        Channel.IN_PERSON: "in person",
    }
    how = ", ".join(f"{counts[channel]} {words[channel]}" for channel in words if channel in counts)
    why = f" Not waited, because: {said.why_not_waited}" if said.why_not_waited else ""
    left, sent = after.people.unresolved, len(made.envelopes)
    open_ = f" {left} {'person' if left == 1 else 'people'} to resolve." if left else ""
    return f"Began to send {sent} {'notice' if sent == 1 else 'notices'}. {how}.{open_}{why}"


def _offered(_policy: Policy, facts: Facts) -> bool:
    people = facts.people
    left = people.unsent is None or people.unsent > 0 or correcting(facts) is not None
    return to_be_told(facts) and people.imported > 0 and bool(people.texts) and left


ACTION = Action(
    name="send_notices",
    title="Send the notices",
    said=SendNotices,
    decide=decide,
    who=dpo_only,
    from_stages=OPEN_STAGES,
    to_stages=frozenset(),
    clauses=("DBRP-5.16", "DBRP-5.16.1-4", "DBRP-5.16-age"),
    offered=_offered,
    family=Family.PEOPLE,
)
