"""Contacts who may be somebody barred, come in again under another name and address.

A hint to whoever checks the list, and no more: it bars nobody, and clears nobody.
"""

from __future__ import annotations

from portal.rules.telling.addressees import Affected, Contact
from portal.rules.telling.addressees.sameness import name_key


def look_alikes(person: Affected) -> dict[Contact, Contact]:
    """The contacts who are not barred and share a name, or what they are to the person, with one
    who is; each with that one.
    """
    barred = [one for one in person.contacts if one.barred]
    return {
        contact: alike
        for contact in person.contacts
        if not contact.barred
        and (alike := next((one for one in barred if _share(contact, one)), None)) is not None
    }


def _share(one: Contact, other: Contact) -> bool:
    names, others = (set(name_key(each.name).split()) for each in (one, other))
    is_to_them, other_is = (name_key(each.relationship) for each in (one, other))
    return not names.isdisjoint(others) or (bool(is_to_them) and is_to_them == other_is)
