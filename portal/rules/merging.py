"""Somebody imported again: what is new counts, and what was settled stays.

An import never loosens anything: who was barred, held back, in care or has died stays so until a
named person settles it.
"""

from __future__ import annotations

from dataclasses import replace

from portal.rules.addressees import Affected, Contact
from portal.rules.addressees.sameness import name_key


def merged(before: Affected, now: Affected) -> Affected:
    """The person as imported again, with all that has been settled about them kept."""
    return replace(
        now,
        id=before.id,
        date_of_birth=now.date_of_birth or before.date_of_birth,
        deceased=now.deceased or before.deceased,
        held_back=now.held_back or before.held_back,
        released=before.released,
        in_care=now.in_care or before.in_care,
        authority=now.authority or before.authority,
        care_instruction=before.care_instruction,
        override=before.override,
        parents_as_well=before.parents_as_well,
        support=before.support,
        left_address_confirmed=before.left_address_confirmed and _same_ways(before, now),
        contacts=_merged_contacts(before.contacts, now.contacts),
        data_kinds=now.data_kinds or before.data_kinds,
    )


def _same_ways(before: Affected | Contact, now: Affected | Contact) -> bool:
    return (before.email, before.phone, before.address) == (now.email, now.phone, now.address)


def _merged_contacts(before: tuple[Contact, ...], now: tuple[Contact, ...]) -> tuple[Contact, ...]:
    """The contacts of now; each that was there before keeps its id, its bar, and, unchanged,
    that it has been checked. Whoever is barred stays, even when the new list leaves them out; of
    two who bear one name the bar counts.
    """
    barred_last = sorted(before, key=lambda contact: bool(contact.barred))
    known = {name_key(contact.name): contact for contact in barred_last}
    kept = []
    for contact in now:
        old = known.pop(name_key(contact.name), None)
        if old is None:
            kept.append(contact)
            continue
        contact = replace(  # noqa: PLW2901 - the contact, as known before
            contact, id=old.id, barred=contact.barred or old.barred, person_id=old.person_id
        )
        same = replace(contact, checked=old.checked, order=old.order) == old
        kept.append(replace(contact, checked=old.checked and same))
    return (*kept, *(old for old in known.values() if old.barred))
