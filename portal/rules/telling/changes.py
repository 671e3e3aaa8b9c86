"""What a named person may settle about somebody affected: one change at a time, each with why.

Where somebody is reached goes to the list alone and not on the record of the decision: it is erased
with the list (`portal.rules.keeping.erasing`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias
from uuid import UUID

from portal.rules.telling.addressees import Contact, Named, OverrideTo
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
class Lives:
    """They have not died: it was recorded by mistake, as of a namesake."""

    note: str


@dataclass(frozen=True, slots=True)
class NotAffected:
    """Their data turned out not to be concerned: nobody is written to about them."""

    reason: str


@dataclass(frozen=True, slots=True)
class AffectedAfterAll:
    """Their data is concerned: that it was not was a mistake."""

    reason: str


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
    """Where the person, or one of their contacts, is reached, in which language; from which record.

    `language` is a tag of `portal.rules.telling.languages`, '' for English.
    """

    contact_id: UUID | None
    source: str
    email: str = field(default="", metadata={"kept": False})
    phone: str = field(default="", metadata={"kept": False})
    address: str = field(default="", metadata={"kept": False})
    language: str = field(default="", metadata={"kept": False})


@dataclass(frozen=True, slots=True)
class ContactAdded:
    """Somebody who speaks for the person and was not on the list; from which record.

    `contact.checked` is not believed: whoever says yes or no to both questions has checked.
    """

    contact: Contact = field(metadata={"kept": False})
    against: str


Change: TypeAlias = (
    Born
    | AddressConfirmed
    | Died
    | Lives
    | NotAffected
    | AffectedAfterAll
    | Capacity
    | ParentsToo
    | InCare
    | CareSaid
    | Supported
    | ContactSettled
    | ReachedBy
    | ContactAdded
)
