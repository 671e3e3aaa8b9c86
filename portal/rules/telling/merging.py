"""Somebody imported again: what is new counts, and what was settled stays.

An import never loosens anything: who was barred, held back, in care, has left or has died stays so
until a named person settles it. A list says all there is, so what it leaves blank is emptied;
`emptied` counts that beforehand. What somebody types in adds to what is known.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from portal.rules.telling.addressees import Affected, Contact
from portal.rules.telling.addressees.sameness import name_key
from portal.rules.telling.known_people import Known, KnownPeople
from portal.rules.telling.people_list import Imported, Listing
from portal.rules.telling.settling import is_open

EMAIL, PHONE, ADDRESS, ANSWER, CONTACT = "email", "phone", "address", "answer", "contact"
"""What an import may empty; an answer says whether a contact is to be told."""


def brought(
    rows: Iterable[Imported], listing: Listing
) -> tuple[dict[UUID, Affected], dict[UUID, Known]]:
    """Each row as a change of the list: somebody new, or somebody known with what was settled; and
    by what each is known from then on.
    """
    known = KnownPeople({one.id: Known(one.match, one.named) for one in listing.stored.values()})
    changes: dict[UUID, Affected] = {}
    for row in rows:
        one = known.find(row)
        before = changes.get(one) or listing.people.get(one) if one else None
        now = _added(before, row.person) if before and row.adds else row.person
        found = now if before is None else merged(before, now)
        changes[found.id] = found
        known.learn(found.id, row)
    return changes, {one: known.of(one) for one in changes}


def emptied(before: Affected, after: Affected) -> Counter[str]:
    """What is known of somebody and their contacts before, and is not any more after: how often."""
    later = {contact.id: contact for contact in after.contacts}
    stay = [(one, later[one.id]) for one in before.contacts if one.id in later]
    both: list[tuple[Affected | Contact, Affected | Contact]] = [(before, after), *stay]
    found = Counter(
        what
        for was, now in both
        for what, said, says in zip((EMAIL, PHONE, ADDRESS), _ways(was), _ways(now), strict=True)
        if said and not says
    )
    found[ANSWER] += sum(is_open(now) and not (is_open(was) or now.barred) for was, now in stay)
    found[CONTACT] += len(before.contacts) - len(stay)
    return found


def _added(before: Affected, now: Affected) -> Affected:
    """`now`, with what it leaves blank as it was."""
    email, phone, address = (said or was for was, said in _both(before, now))
    return replace(
        now,
        email=email,
        phone=phone,
        address=address,
        language=now.language or before.language,
        contacts=now.contacts or before.contacts,
    )


def merged(before: Affected, now: Affected) -> Affected:
    """The person as imported again, with all that has been settled about them kept."""
    return replace(
        now,
        id=before.id,
        date_of_birth=now.date_of_birth or before.date_of_birth,
        left=now.left or before.left,
        not_affected=before.not_affected,
        deceased=now.deceased or before.deceased,
        held_back=now.held_back or before.held_back,
        released=None if now.held_back and not before.held_back else before.released,
        in_care=now.in_care or before.in_care,
        authority=now.authority or before.authority,
        care_instruction=before.care_instruction,
        override=before.override,
        parents_as_well=before.parents_as_well,
        support=before.support,
        left_address_confirmed=before.left_address_confirmed and _ways(before) == _ways(now),
        contacts=_merged_contacts(before.contacts, now.contacts),
        data_kinds=now.data_kinds or before.data_kinds,
    )


def _ways(one: Affected | Contact) -> tuple[str, str, str]:
    return (one.email, one.phone, one.address)


def _merged_contacts(before: tuple[Contact, ...], now: tuple[Contact, ...]) -> tuple[Contact, ...]:
    """The contacts of now; each that was there before keeps its id, its bar, and, unchanged,
    that it has been checked. Of those who bear one name the bar counts.

    Nobody is written to where somebody barred is reached, so they stay with all that was known of
    it: filled in where the new list says nothing, and as they were, beside the new, where it leaves
    them out or says otherwise.
    """
    known: dict[str, list[Contact]] = defaultdict(list)
    for contact in before:
        known[name_key(contact.name)].append(contact)
    kept = []
    for contact in now:
        named = known[name_key(contact.name)]
        barred = next((one.barred for one in (contact, *named) if one.barred), "")
        named[:] = (replace(one, barred=one.barred or barred) for one in named)
        contact = replace(contact, barred=barred)  # noqa: PLW2901 - the contact, as known before
        old = next((one for one in named if not barred or _agree(one, contact)), None)
        if old is not None:
            named.remove(old)
            contact = _as_known(old, contact)  # noqa: PLW2901 - and as it was settled
        kept.append(contact)
    return (*kept, *(one for named in known.values() for one in named if one.barred))


def _agree(old: Contact, now: Contact) -> bool:
    """Whether nothing that is now said of where they are reached is otherwise than it was."""
    return all(not said or not was or was == said for was, said in _both(old, now))


def _as_known(old: Contact, now: Contact) -> Contact:
    """The contact as the new list has it, with what was settled before."""
    contact = replace(now, id=old.id, person_id=old.person_id)
    if contact.barred:
        email, phone, address = (said or was for was, said in _both(old, now))
        contact = replace(contact, email=email, phone=phone, address=address)
    same = replace(contact, checked=old.checked, order=old.order) == old
    return replace(contact, checked=old.checked and same)


def _both(old: Affected | Contact, now: Affected | Contact) -> Iterable[tuple[str, str]]:
    return zip(_ways(old), _ways(now), strict=True)
