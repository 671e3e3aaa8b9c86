"""Send a notice to one recipient again, as a message of its own.

Who: the DPO or a stand-in. When: a notice has been sent, posted or refused, and somebody asks.
What we ask: why.
What happens: a new notice, in the same words, to exactly the same recipient, if today's list would
still write to them; not while a hold is on, nor with words found wrong. The earlier one stays on
the record; one that was refused is replaced.
What the policy decides: nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID, uuid5

from portal.errors import Refused, Stale
from portal.rules.facts import Facts
from portal.rules.handed_in import AboutList
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.responsibilities import dpo_only
from portal.rules.rows import NewEnvelope
from portal.rules.telling.agreeing import to_be_told
from portal.rules.telling.care import are_asked
from portal.rules.telling.envelope import Envelope, Sender
from portal.rules.telling.leaving import found_wrong, require_free
from portal.rules.telling.on_way import ARRIVED, EnvelopeState, OnWay
from portal.rules.telling.people_list import moved, opened, relisted
from portal.rules.telling.still_right import by_people, still_so
from portal.rules.telling.ways import Ways
from portal.rules.words import OPEN_STAGES, Channel, Family
from tenants.policy.schema import Policy

AGAIN = ARRIVED | {EnvelopeState.FAILED}


@dataclass(frozen=True, slots=True)
class ResendNotice(AboutList):
    """Which notice, and why."""

    envelope_id: UUID
    reason: str
    sender: Sender | None = field(default=None, metadata={"kept": False})
    """Who writes today."""


def decide(
    facts: Facts, policy: Policy, person: Actor, said: ResendNotice, now: datetime
) -> Outcome:
    """One more notice on its way."""
    require_free(facts)
    if not said.reason.strip():
        raise Refused("Say why it is sent again", field="reason")
    listing = opened(said.people, said.envelopes)
    old = next((one for one in listing.envelopes if one.id == said.envelope_id), None)
    if old is None or old.state not in AGAIN:
        raise Stale("This notice cannot be sent again: look at how it stands now")
    if found_wrong(facts, old.version):
        raise Refused(
            "What this notice says was found wrong, so it is not sent again. Put it right, or "
            "write to this person yourself."
        )
    if Ways.of(listing.envelopes).is_closed(old):
        raise Refused("It does not go there again. Correct the address, then send the notices.")
    before = Envelope.from_json(old.body)
    today = by_people(listing.planned(facts, policy, now))
    if not still_so(before, old.about, today, listing.people):
        raise Refused(
            "Something about these people has changed since, so this one is not sent again. If it "
            "did not reach them, say so on the page of who was told; then send the notices."
        )
    ident = uuid5(facts.incident_id, f"again {old.id} {len(listing.envelopes)}")
    # an authority that has answered since is not asked once more
    asks = before.asks and are_asked(listing.people[one] for one in old.about)
    body = replace(before, id=ident, sender=said.sender, asks=asks).to_json()
    new = OnWay(ident, old.channel, EnvelopeState.WAITING, "", old.about, body, old.version)
    done_with = {} if old.state in ARRIVED else {old.id: (EnvelopeState.REPLACED, "sent_again")}
    after_old, replaced = moved(listing, done_with)
    on_way = replace(after_old, envelopes=(*after_old.envelopes, new))
    after, rows = relisted(on_way, {}, facts, policy, now)
    return Outcome(
        after,
        f"Sent a notice to one recipient again. Reason: {said.reason}",
        (Effect("letters"),) if old.channel is Channel.LETTER else (),
        (NewEnvelope(ident, old.channel, body, old.version, old.about), *replaced, *rows),
    )


ACTION = Action(
    name="resend_notice",
    title="Send a notice to one recipient again",
    said=ResendNotice,
    decide=decide,
    who=dpo_only,
    from_stages=OPEN_STAGES,
    to_stages=frozenset(),
    clauses=("DBRP-5.16",),
    offered=lambda _policy, facts: to_be_told(facts) and facts.people.sent_at is not None,
    family=Family.PEOPLE,
)
