"""Clear many contacts at once.

Who: the DPO, whoever decides about the people affected, the safeguarding lead; by name.
When: before sending, or before the rest are sent.
What we ask: against which record they were checked; and who of those whose responsibility is not
known has it, as that record says.
What happens: every contact of whom it is known whether they are to be told, and who is not barred,
is checked. Whoever is 'not known', and not named by the person, stays open.
What the policy decides: nothing; that nobody is written to unchecked is a rule of safety.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from portal.errors import Refused
from portal.rules.facts import Facts
from portal.rules.handed_in import AboutList
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.responsibilities import list_keepers
from portal.rules.telling.addressees import Contact
from portal.rules.telling.people_list import changed, opened, relisted
from portal.rules.telling.settling import cleared, is_open, to_clear
from portal.rules.words import OPEN_STAGES, Answer, Family
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class ClearContacts(AboutList):
    """The record that the contacts were checked against, and who it says is responsible."""

    against: str
    responsible: frozenset[UUID] = frozenset()
    """Contacts whose responsibility was not known."""


def decide(
    facts: Facts, policy: Policy, person: Actor, said: ClearContacts, now: datetime
) -> Outcome:
    """The list with these contacts checked."""
    if not said.against.strip():
        raise Refused("Say against which record you checked them", field="against")
    listing = opened(said.people, said.envelopes)
    found = {
        one: tuple(_found(contact, said.responsible) for contact in known.contacts)
        for one, known in listing.people.items()
    }
    changes = {
        one: replace(listing.people[one], contacts=tuple(map(_cleared, contacts)))
        for one, contacts in found.items()
        if any(map(to_clear, contacts))
    }
    number = sum(sum(map(to_clear, contacts)) for contacts in found.values())
    after, rows = relisted(listing, changes, changed(facts) if changes else facts, policy, now)
    return Outcome(after, f"Checked {number} contacts. Against: {said.against}", rows=rows)


def _found(contact: Contact, responsible: frozenset[UUID]) -> Contact:
    is_found = contact.id in responsible and is_open(contact) and not contact.barred
    return replace(contact, responsibility=Answer.YES) if is_found else contact


def _cleared(contact: Contact) -> Contact:
    return cleared(contact) if to_clear(contact) else contact


ACTION = Action(
    name="clear_contacts",
    title="Check the contacts",
    said=ClearContacts,
    decide=decide,
    who=list_keepers,
    from_stages=OPEN_STAGES,
    to_stages=frozenset(),
    clauses=("DBRP-5.16",),
    offered=lambda _policy, facts: facts.people.imported > 0,
    family=Family.PEOPLE,
)
