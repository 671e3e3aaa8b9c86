"""Settle what is open about one person affected.

Who: the DPO, whoever decides about the people affected, the safeguarding lead. When: any time.
What we ask: one thing (date of birth, address, capacity, care, support, a contact, a death, or
that they are not affected), and
who says so or against which record.
What happens: the addressees are worked out anew at once, and again in the moment of sending. Where
a contact may not be told by now and had been sent a notice, DPO and safeguarding lead are alerted.
What the policy decides: the age; whether parents as well is anybody's to decide. How a pupil learns
what is sensitive is for the safeguarding lead alone; nothing here lifts a bar on addresses.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.errors import NotAllowed, Refused
from portal.rules.facts import Facts
from portal.rules.handed_in import AboutList
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.responsibilities import list_checkers, list_keepers
from portal.rules.telling.addressees import Affected, parents_may_be_told_as_well
from portal.rules.telling.care import after_answer
from portal.rules.telling.changes import (
    AddressConfirmed,
    AffectedAfterAll,
    Born,
    Capacity,
    CareSaid,
    Change,
    ContactAdded,
    ContactSettled,
    Died,
    InCare,
    Lives,
    NotAffected,
    ParentsToo,
    ReachedBy,
    Supported,
)
from portal.rules.telling.envelope import Envelope
from portal.rules.telling.on_way import ASTRAY, OnWay
from portal.rules.telling.people_list import changed, opened, relisted, restood
from portal.rules.telling.settling import settled
from portal.rules.telling.told_before import told_before
from portal.rules.words import OPEN_STAGES, Family
from tenants.policy.schema import Policy
from tenants.roles import Role

SUMMARIES: dict[type[Change], str] = {
    Born: "Recorded a date of birth for one of the people affected.",
    AddressConfirmed: "Confirmed the address of somebody who has left.",
    Died: "Recorded that one of the people affected has died.",
    Lives: "Recorded that one of the people affected lives: the death was a mistake.",
    NotAffected: "Recorded that somebody on the list turned out not to be affected.",
    AffectedAfterAll: "Recorded that somebody on the list is affected after all.",
    Capacity: "Decided for one person who is told, whatever their age.",
    ParentsToo: "Decided for one pupil whether the parents are told as well.",
    InCare: "Recorded which authority answers for a child in care.",
    CareSaid: "Recorded whom the authority wants told about a child in care.",
    Supported: "Recorded how a pupil is told, and who supports them.",
    ContactSettled: "Settled whether a contact may be written to.",
    ReachedBy: "Corrected where one of the people affected is reached.",
    ContactAdded: "Added a contact of one of the people affected.",
}


@dataclass(frozen=True, slots=True)
class SettleAddressee(AboutList):
    """One change about one person."""

    person_id: UUID
    change: Change


def decide(
    facts: Facts, policy: Policy, person: Actor, said: SettleAddressee, now: datetime
) -> Outcome:
    """The list with one person settled."""
    change = said.change
    if isinstance(change, Supported) and not person.roles & list_checkers(policy, facts):
        raise NotAllowed
    if isinstance(change, ParentsToo) and not parents_may_be_told_as_well(policy):
        raise Refused("This school’s policy does not leave open whether parents are told as well")
    listing = opened(said.people, said.envelopes)
    found: Affected | None = listing.people.get(said.person_id)
    if found is None:
        raise Refused("This person is no longer on the list")
    stored = listing.stored[found.id]
    stands = after_answer((stored.standing, stored.reason), change, found, said.envelopes)
    listing = restood(listing, found.id, stands)
    changes = {found.id: settled(change, found, person.known(), now)}
    after, rows = relisted(listing, changes, changed(facts), policy, now)
    alerts = (_TOLD_BEFORE,) if _was_told(change, changes[found.id], said.envelopes) else ()
    return Outcome(after, SUMMARIES[type(change)], alerts, rows)


_TOLD_BEFORE = Effect("alert", template="told_before", to=(Role.DPO, Role.DSL))


def _was_told(change: Change, person: Affected, envelopes: Iterable[OnWay]) -> bool:
    """Whether a contact who may not be told by now was sent a notice about this person before."""
    if not isinstance(change, ContactSettled):
        return False
    contact = next(one for one in person.contacts if one.id == change.contact_id)
    about = (one for one in envelopes if person.id in one.about and one.reason not in ASTRAY)
    sent = ((one.id, one.state, Envelope.from_json(one.body)) for one in about)
    return told_before(contact, sent) is not None


ACTION = Action(
    name="settle_addressee",
    title="Settle who is told",
    said=SettleAddressee,
    decide=decide,
    who=list_keepers,
    from_stages=OPEN_STAGES,
    to_stages=frozenset(),
    clauses=("DBRP-5.16-age",),
    offered=lambda _policy, facts: facts.people.imported > 0,
    family=Family.PEOPLE,
)
