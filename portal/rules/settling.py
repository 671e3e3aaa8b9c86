"""What a named person may settle about somebody affected: one change at a time, each with why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import singledispatch
from typing import TypeAlias
from uuid import UUID

from portal.errors import Refused
from portal.rules.addressees import (
    Affected,
    CareInstruction,
    Contact,
    Named,
    Override,
    OverrideTo,
    Support,
)
from portal.rules.words import Answer, Channel


@dataclass(frozen=True, slots=True)
class Born:
    """The date of birth, found on a record of the school."""

    date_of_birth: date


@dataclass(frozen=True, slots=True)
class AddressConfirmed:
    """Somebody who has left is still reached where the list says."""

    how: str


@dataclass(frozen=True, slots=True)
class Died:
    """The person has died: nobody is written to."""

    note: str


@dataclass(frozen=True, slots=True)
class Capacity:
    """Capacity judged for this person, either way (domain: no age in law)."""

    to: OverrideTo
    reason: str


@dataclass(frozen=True, slots=True)
class ParentsToo:
    """Whether the parents of this pupil are told as well (DBRP-5.16-age)."""

    as_well: bool
    reason: str


@dataclass(frozen=True, slots=True)
class InCare:
    """A child in care, and the authority that answers for them."""

    authority: Named


@dataclass(frozen=True, slots=True)
class CareSaid:
    """Whom besides itself the authority wants told, and how."""

    to: tuple[UUID, ...]
    said_by: str
    channel: Channel | None = None


@dataclass(frozen=True, slots=True)
class Supported:
    """How the safeguarding lead wants a pupil told, and who is beside them."""

    supporter: str
    channel: Channel | None = None


@dataclass(frozen=True, slots=True)
class ContactSettled:
    """A contact checked against a record, or barred with the reason."""

    contact_id: UUID
    against: str = ""
    barred: str = ""
    responsibility: Answer = Answer.NOT_SURE
    daily_care: Answer = Answer.NOT_SURE


@dataclass(frozen=True, slots=True)
class ReachedBy:
    """Where the person, or one of their contacts, is reached; from which record."""

    contact_id: UUID | None
    source: str
    email: str = ""
    phone: str = ""
    address: str = ""


Change: TypeAlias = (
    Born
    | AddressConfirmed
    | Died
    | Capacity
    | ParentsToo
    | InCare
    | CareSaid
    | Supported
    | ContactSettled
    | ReachedBy
)


def settled(change: Change, person: Affected, by: UUID, at: datetime) -> Affected:
    """The person with this change made. Raises Refused for what cannot be."""
    return _settled(change, person, by, at)


def cleared(contact: Contact) -> Contact:
    """The contact, checked against the school's record."""
    return replace(contact, checked=True)


def to_clear(contact: Contact) -> bool:
    """Whether a contact may be cleared with many others: not barred, and nothing left open."""
    open_ = Answer.NOT_SURE in {contact.responsibility, contact.daily_care}
    return not (contact.checked or contact.barred or open_)


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
    if change.contact_id is None:
        return replace(
            person,
            left_address_confirmed=person.left,
            email=change.email,
            phone=change.phone,
            address=change.address,
        )
    found = replace(
        _contact(person, change.contact_id),
        email=change.email,
        phone=change.phone,
        address=change.address,
    )
    return _with_contact(person, change.contact_id, found)


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
