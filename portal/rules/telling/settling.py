"""What a change about somebody affected makes of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import singledispatch
from uuid import UUID

from portal.errors import Refused
from portal.rules.telling.addressees import Affected, CareInstruction, Contact, Override, Support
from portal.rules.telling.addressees.sameness import name_key
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
from portal.rules.telling.languages import LANGUAGES
from portal.rules.words import Answer


def settled(change: Change, person: Affected, by: UUID, at: datetime) -> Affected:
    """The person with this change made. Raises Refused for what cannot be."""
    return _settled(change, person, by, at)


def cleared(contact: Contact) -> Contact:
    """The contact, checked against the school's record."""
    return replace(contact, checked=True)


def to_clear(contact: Contact) -> bool:
    """Whether a contact may be cleared with many others: not barred, and no question left open."""
    return not (contact.checked or contact.barred or is_open(contact))


def is_open(contact: Contact) -> bool:
    """Whether it is not known if this contact is to be told.

    Who has parental responsibility is told whoever the child lives with; without it, care decides.
    """
    if contact.responsibility is Answer.NO:
        return contact.daily_care is Answer.NOT_SURE
    return contact.responsibility is Answer.NOT_SURE


@singledispatch
def _settled(change: object, person: Affected, by: UUID, at: datetime) -> Affected:
    raise TypeError(type(change).__name__)


@_settled.register
def _(change: Born, person: Affected, by: UUID, at: datetime) -> Affected:
    if change.date_of_birth >= at.date():
        raise Refused("The date of birth must be in the past", field="date_of_birth")
    return replace(person, date_of_birth=change.date_of_birth)


@_settled.register
def _(change: AddressConfirmed, person: Affected, by: UUID, at: datetime) -> Affected:
    _needs(change.how, "Say who confirmed the address, and how", "how")
    return replace(person, left_address_confirmed=True)


@_settled.register
def _(change: Died, person: Affected, by: UUID, at: datetime) -> Affected:
    _needs(change.note, "Say who told you", "note")
    return replace(person, deceased=True)


@_settled.register
def _(change: Lives, person: Affected, by: UUID, at: datetime) -> Affected:
    _needs(change.note, "Say how you know", "note")
    return replace(person, deceased=False)


@_settled.register
def _(change: NotAffected, person: Affected, by: UUID, at: datetime) -> Affected:
    _needs(change.reason, "Say how that was found out", "reason")
    return replace(person, not_affected=True)


@_settled.register
def _(change: AffectedAfterAll, person: Affected, by: UUID, at: datetime) -> Affected:
    _needs(change.reason, "Say how that was found out", "reason")
    return replace(person, not_affected=False)


@_settled.register
def _(change: Capacity, person: Affected, by: UUID, at: datetime) -> Affected:
    _needs(change.reason, "Say why age alone does not decide here", "reason")
    return replace(person, override=Override(change.to, change.reason, by, at))


@_settled.register
def _(change: ParentsToo, person: Affected, by: UUID, at: datetime) -> Affected:
    _needs(change.reason, "Say why", "reason")
    return replace(person, parents_as_well=change.as_well)


@_settled.register
def _(change: InCare, person: Affected, by: UUID, at: datetime) -> Affected:
    _needs(change.authority.name, "Name the social worker or the team", "name")
    return replace(person, in_care=True, authority=change.authority)


@_settled.register
def _(change: CareSaid, person: Affected, by: UUID, at: datetime) -> Affected:
    if not person.in_care:
        raise Refused("Record first that the child is in care, and which authority answers")
    _needs(change.said_by, "Say who at the authority said so", "said_by")
    said = CareInstruction(change.to, change.said_by, by, at, change.channel)
    return replace(person, care_instruction=said)


@_settled.register
def _(change: Supported, person: Affected, by: UUID, at: datetime) -> Affected:
    _needs(change.supporter, "Say who supports the pupil", "supporter")
    return replace(person, support=Support(change.supporter, by, at, change.channel))


@_settled.register
def _(change: ContactSettled, person: Affected, by: UUID, at: datetime) -> Affected:
    if not change.barred:
        _needs(change.against, "Say which record you checked", "against")
        if Answer.NOT_SURE in {change.responsibility, change.daily_care}:
            sentence = "Say yes or no. While it is not known, nobody may write to this contact."
            raise Refused(sentence, field="responsibility")

    def one(contact: Contact) -> Contact:
        if change.barred:
            return replace(contact, barred=change.barred)
        return replace(
            contact,
            checked=True,
            barred="",
            responsibility=change.responsibility,
            daily_care=change.daily_care,
        )

    return _with_contact(person, change.contact_id, one(_contact(person, change.contact_id)))


@_settled.register
def _(change: ReachedBy, person: Affected, by: UUID, at: datetime) -> Affected:
    _needs(change.source, "Say where you have this from", "source")
    if change.language and change.language not in LANGUAGES:
        raise Refused("Choose a language", field="language")
    if change.contact_id is None:
        return replace(
            person,
            left_address_confirmed=person.left,
            email=change.email,
            phone=change.phone,
            address=change.address,
            language=change.language,
        )
    found = replace(
        _contact(person, change.contact_id),
        email=change.email,
        phone=change.phone,
        address=change.address,
        language=change.language,
    )
    return _with_contact(person, change.contact_id, found)


@_settled.register
def _(change: ContactAdded, person: Affected, by: UUID, at: datetime) -> Affected:
    new = change.contact
    _needs(new.name, "Enter the name of the contact", "name")
    _needs(change.against, "Say which record you have this from", "against")
    if name_key(new.name) in {name_key(known.name) for known in person.contacts}:
        raise Refused("A contact of this name is on the list already", field="name")
    new = replace(new, checked=not (new.barred or is_open(new)))
    return replace(person, contacts=(*person.contacts, new))


def _needs(text: str, sentence: str, field: str) -> None:
    if not text.strip():
        raise Refused(sentence, field=field)


def _contact(person: Affected, contact_id: UUID) -> Contact:
    for contact in person.contacts:
        if contact.id == contact_id:
            return contact
    raise Refused("This contact is no longer on the list")


def _with_contact(person: Affected, contact_id: UUID, changed: Contact) -> Affected:
    contacts = (changed if one.id == contact_id else one for one in person.contacts)
    return replace(person, contacts=tuple(contacts))
