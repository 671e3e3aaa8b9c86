"""The people affected and those who speak for them: what the addressees are worked out from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import TypeAdapter

from portal.rules.words import Answer, Channel


class PersonKind(StrEnum):
    """What the person affected is to the school."""

    PUPIL = "pupil"
    STAFF = "staff"
    PARENT = "parent"
    GOVERNOR = "governor"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody who may speak for a person affected."""

    id: UUID
    name: str
    relationship: str = ""
    responsibility: Answer = Answer.NOT_SURE
    daily_care: Answer = Answer.NOT_SURE
    checked: bool = False
    """A named person has cleared this contact against the school's record."""
    barred: str = ""
    """Why nobody may write to them: a court order, or they caused or profited from the breach."""
    email: str = ""
    phone: str = ""
    address: str = ""
    order: int = 1
    language: str = ""
    """A tag of `rules.telling.languages`: they read a translation where the school has one."""
    person_id: UUID | None = None
    """The person affected who this contact is, where they are affected in their own right."""


@dataclass(frozen=True, slots=True)
class Named:
    """An addressee who is no contact: a social worker, an authority, somebody at a refuge.

    Where they are reached stays with the list, and off the record of decisions.
    """

    name: str
    email: str = field(default="", metadata={"kept": False})
    phone: str = field(default="", metadata={"kept": False})
    address: str = field(default="", metadata={"kept": False})


@dataclass(frozen=True, slots=True)
class Release:
    """The safeguarding lead's or deputy's word: tell this one, in this way, for this reason."""

    to: UUID | Named
    """The person affected, one of their contacts, or somebody named."""
    channel: Channel
    reason: str
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class CareInstruction:
    """Whom besides itself the authority wants told about a child in care, and how."""

    to: tuple[UUID, ...]
    """The child, or contacts of the child."""
    said_by: str
    by: UUID
    at: datetime
    channel: Channel | None = None


class OverrideTo(StrEnum):
    """Who is told instead of whom age alone would choose."""

    PERSON = "person"
    CONTACTS = "contacts"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Override:
    """Capacity judged for one person, either way, by somebody who gives their name and reason."""

    to: OverrideTo
    reason: str
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Support:
    """The safeguarding lead's word: how a pupil learns what is sensitive, with whom beside them."""

    supporter: str
    by: UUID
    at: datetime
    channel: Channel | None = None


@dataclass(frozen=True, slots=True)
class Affected:
    """One person affected. `data_kinds` are keys of `rules.risk.data_kinds`, never the data."""

    id: UUID
    name: str
    kind: PersonKind = PersonKind.PUPIL
    date_of_birth: date | None = None
    left: bool = False
    left_address_confirmed: bool = False
    not_affected: bool = False
    """Their data turned out not to be concerned: somebody on the list who should not be there."""
    deceased: bool = False
    held_back: bool = False
    released: Release | None = None
    in_care: bool = False
    """In care, accommodated or being placed."""
    authority: Named | None = None
    care_instruction: CareInstruction | None = None
    override: Override | None = None
    parents_as_well: bool | None = None
    """Decided for this pupil alone; None: as decided for all."""
    support: Support | None = None
    email: str = ""
    phone: str = ""
    address: str = ""
    contacts: tuple[Contact, ...] = ()
    data_kinds: frozenset[str] = frozenset()
    language: str = ""
    household: str = ""
    """Key shared by those whom the school records as one household; '' where it records none."""

    @property
    def is_pupil(self) -> bool:
        """Whether age decides who is addressed."""
        return self.kind is PersonKind.PUPIL


_AFFECTED: TypeAdapter[Affected] = TypeAdapter(Affected)


def to_json(affected: Affected) -> bytes:
    """The form in which a person affected is stored, encrypted."""
    return _AFFECTED.dump_json(affected)


def from_json(stored: bytes) -> Affected:
    """The person as stored. Raises pydantic's ValidationError for anything else."""
    return _AFFECTED.validate_json(stored)


def age_on(born: date, day: date) -> int:
    """Whole years on `day`, a day in the UK. Born on 29 February: turns on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
