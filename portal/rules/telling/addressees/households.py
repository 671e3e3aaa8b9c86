"""Which people on a list belong together, and who among their contacts is barred.

A bar of one child counts for the whole household, so households are drawn wide: by the school's own
key, by home, and by whom two records share. Somebody barred joins nobody: whoever is kept from one
family may still be the parent of another.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from portal.rules.telling.addressees.people import Affected, Contact, Named
from portal.rules.telling.addressees.result import Reason
from portal.rules.telling.addressees.sameness import (
    address_key,
    email_key,
    may_be_same_address,
    name_key,
    phone_key,
)

MOST_IN_A_HOUSEHOLD = 12
"""What more people than these share is an office's phone or a home's address, not a family's."""


def barred_because(contact: Contact) -> Reason | None:
    """Why a contact may not be written to: barred, or not yet cleared against the record."""
    if contact.barred:
        return Reason.BARRED
    return None if contact.checked else Reason.NOT_CHECKED


@dataclass(frozen=True, slots=True)
class Bars:
    """The barred contacts of one household, and what therefore nobody is reached by."""

    contacts: tuple[Contact, ...] = ()
    emails: frozenset[str] = field(init=False)
    phones: frozenset[str] = field(init=False)
    addresses: tuple[str, ...] = field(init=False)
    names: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        put = object.__setattr__
        put(self, "emails", frozenset(email_key(one.email) for one in self.contacts) - {""})
        put(self, "phones", frozenset(phone_key(one.phone) for one in self.contacts) - {""})
        put(self, "addresses", tuple(dict.fromkeys(c.address for c in self.contacts if c.address)))
        named = (name_key(one.name) for one in self.contacts if one.barred)
        put(self, "names", frozenset(named) - {""})

    def email(self, email: str) -> str:
        """`email`, or '' when a barred contact may read it."""
        return "" if email_key(email) in self.emails else email.strip()

    def phone(self, phone: str) -> str:
        """`phone`, or '' when a barred contact may answer it."""
        return "" if phone_key(phone) in self.phones else phone.strip()

    def address(self, address: str) -> str:
        """`address`, or '' when a barred contact may open what comes there."""
        if any(may_be_same_address(address, barred) for barred in self.addresses):
            return ""
        return address.strip()

    def bar(self, to: Affected | Contact | Named) -> Reason | None:
        """Why this addressee is not written to.

        A contact or somebody named who bears the name of a barred contact is barred.
        """
        if isinstance(to, Affected):
            return None
        if name_key(to.name) in self.names:
            return Reason.BARRED
        return barred_because(to) if isinstance(to, Contact) else None

    def without(self, person: Affected) -> Bars:
        """The bars but those that are this person's own record as a contact."""
        return Bars(tuple(one for one in self.contacts if not is_this_person(one, person)))


def is_this_person(contact: Contact, person: Affected) -> bool:
    """Whether a contact is this person affected: linked, or alike in name and anything else."""
    if contact.person_id is not None:
        return contact.person_id == person.id
    same_email = bool(person.email) and email_key(contact.email) == email_key(person.email)
    same_phone = bool(phone_key(person.phone)) and phone_key(contact.phone) == phone_key(
        person.phone
    )
    if name_key(contact.name) != name_key(person.name):
        return not person.is_pupil and (same_email or same_phone)
    same_place = may_be_same_address(contact.address, person.address)
    nothing_to_tell = not (contact.email or contact.phone or contact.address) or not (
        person.email or person.phone or person.address
    )
    return same_email or same_phone or same_place or nothing_to_tell


def bars_of(people: Iterable[Affected]) -> dict[UUID, Bars]:
    """For each person affected the bars of their household."""
    bars: dict[UUID, Bars] = {}
    for household in households(people):
        contacts = (contact for person in household for contact in person.contacts)
        found = Bars(tuple(one for one in contacts if barred_because(one) is not None))
        bars.update((person.id, found) for person in household)
    return bars


def barred_in_own_right(people: Iterable[Affected]) -> frozenset[UUID]:
    """Those affected who are also a barred contact of somebody on the list."""
    listed = tuple(people)
    by_mark: dict[Hashable, list[Affected]] = defaultdict(list)
    for person in listed:
        for mark in (person.id, name_key(person.name), *_reached_by(person)):
            by_mark[mark].append(person)
    found: set[UUID] = set()
    for owner in listed:
        for contact in owner.contacts:
            if barred_because(contact) is None:
                continue
            marks = (contact.person_id, name_key(contact.name), *_reached_by(contact))
            candidates = (person for mark in marks for person in by_mark.get(mark, ()))
            found.update(person.id for person in candidates if is_this_person(contact, person))
    return frozenset(found)


def households(people: Iterable[Affected]) -> list[tuple[Affected, ...]]:
    """The people in groups that share a household's key, a home, or a contact."""
    listed = tuple(people)
    leader = {person.id: person.id for person in listed}

    def lead(one: UUID) -> UUID:
        while leader[one] != one:
            leader[one] = one = leader[leader[one]]
        return one

    marks = {person.id: _shared_marks(person) for person in listed}
    shared = Counter(mark for of_person in marks.values() for mark in of_person)
    first: dict[Hashable, UUID] = {}
    for person in listed:
        reached = (mark for mark in marks[person.id] if shared[mark] <= MOST_IN_A_HOUSEHOLD)
        for mark in (*_recorded_marks(person), *reached):
            leader[lead(person.id)] = lead(first.setdefault(mark, person.id))
    groups: dict[UUID, list[Affected]] = defaultdict(list)
    for person in listed:
        groups[lead(person.id)].append(person)
    return [tuple(group) for group in groups.values()]


def _recorded_marks(person: Affected) -> Iterator[Hashable]:
    """What the records themselves say belongs together."""
    yield ("person", person.id)
    if person.household:
        yield ("household", person.household)
    for contact in person.contacts:
        if not contact.barred:
            yield ("contact", contact.id)
            if contact.person_id is not None:
                yield ("person", contact.person_id)


def _shared_marks(person: Affected) -> frozenset[Hashable]:
    """Where the person and those who speak for them are reached."""
    known: list[Affected | Contact] = [person]
    known.extend(contact for contact in person.contacts if not contact.barred)
    return frozenset(mark for one in known for mark in _reached_by(one))


def _reached_by(one: Affected | Contact) -> Iterator[Hashable]:
    if email := email_key(one.email):
        yield ("email", email)
    if phone := phone_key(one.phone):
        yield ("phone", phone)
    if address := address_key(one.address):
        yield ("address", address)
