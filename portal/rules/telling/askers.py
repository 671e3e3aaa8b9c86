"""Who may be given a copy of what is held about one person affected (UK GDPR Article 15).

Nothing here gives anything away: it says to whom a copy can be made at all, and why not to others.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.rules.telling.addressees import Affected, Contact, speaks_for_themselves
from portal.rules.telling.addressees.households import Bars, bars_of, households
from portal.rules.telling.addressees.sameness import name_key
from portal.rules.words import Answer
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class Household:
    """What the list says of the household of one person, and nothing of anybody else in it."""

    bars: Bars
    hidden: bool
    """Where somebody of it lives is kept from others."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who may ask; `why_not` says why nothing is made for them."""

    id: UUID
    name: str
    relationship: str = ""
    why_not: str = ""


def household(person: Affected, people: Iterable[Affected]) -> Household:
    """Of the whole list: who is barred or hidden for one child is so for the household."""
    listed = tuple(people)
    theirs = next(group for group in households(listed) if person in group)
    return Household(bars_of(listed)[person.id], any(one.held_back for one in theirs))


def askers(person: Affected, theirs: Household, policy: Policy, on: date) -> tuple[Asker, ...]:
    """The person, then each contact; nobody for the dead, of whom data protection law says nothing.

    `on` is a day in the UK.
    """
    if person.deceased:
        return ()
    own = speaks_for_themselves(person, policy, on)
    return (
        Asker(person.id, person.name),
        *(
            Asker(one.id, one.name, one.relationship, _why_not(person, one, theirs, own=own))
            for one in sorted(person.contacts, key=lambda each: each.order)
        ),
    )


def is_clear(contact: Contact, theirs: Household) -> bool:
    """Whether nothing keeps this contact from the household: neither barred, here or for a brother
    or sister, nor unchecked.
    """
    return theirs.bars.bar(contact) is None


def _why_not(person: Affected, contact: Contact, theirs: Household, *, own: bool | None) -> str:
    if contact.barred or name_key(contact.name) in theirs.bars.names:
        return "Barred, here or for somebody of the same household. Ask the safeguarding lead."
    if not contact.checked:
        return "Not yet checked against the school’s record. Check them first."
    if own:
        return (
            f"{person.name} uses their own rights. Make the copy for {person.name}, who may pass "
            "it on, or tell you in writing to whom you may give it."
        )
    if own is None:
        return f"How old {person.name} is, is not known. Find out first."
    released, said = person.released, person.care_instruction
    if theirs.hidden and not (person.held_back and released and released.to == contact.id):
        return "Somebody of this household is held back. Ask the safeguarding lead."
    if person.in_care and not (said and contact.id in said.to):
        return "The child is in care. Ask the authority first."
    if contact.responsibility is not Answer.YES:
        return "No parental responsibility is recorded for them."
    return ""
