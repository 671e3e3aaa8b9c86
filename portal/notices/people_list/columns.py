"""Which column of a school's sheet is which: guessed from its heading, put right by a person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from portal.errors import Refused


@dataclass(frozen=True, slots=True)
class Column:
    """A column we know: key, heading in the blank sheet, other headings, a hint for the sheet."""

    key: str
    title: str
    also: tuple[str, ...] = ()
    hint: str = ""


PERSON_COLUMNS: Final = (
    Column("pupil_id", "UPN", ("pupil id", "unique pupil number", "admission number", "id")),
    Column("surname", "Surname", ("last name", "family name", "legal surname")),
    Column(
        "forename",
        "Forename",
        ("first name", "given name", "forenames", "legal forename", "preferred forename"),
    ),
    Column("name", "Name", ("full name", "pupil name", "student name", "child name", "pupil")),
    Column(
        "date_of_birth",
        "Date of birth",
        ("dob", "d o b", "birth date", "birthdate", "date birth", "birthday"),
        "For example 23/10/2015",
    ),
    Column(
        "kind", "Kind", ("type", "role", "person type"), "pupil, staff, parent, governor or other"
    ),
    Column("left", "Left", ("leaver", "has left", "left school", "former pupil"), "yes or no"),
    Column("in_care", "In care", ("looked after", "child in care", "lac", "cla"), "yes or no"),
    Column("deceased", "Deceased", ("died",), "yes or no"),
    Column(
        "held_back",
        "Held back",
        ("hold back", "hidden address", "confidential address", "refuge"),
        "The reason, where telling anyone could put somebody in danger",
    ),
    Column("email", "Email", ("e mail", "email address", "e mail address", "pupil email")),
    Column("phone", "Phone", ("telephone", "mobile", "phone number", "telephone number")),
    Column("address", "Address", ("home address", "postal address", "full address")),
    Column("language", "Language", ("home language", "first language"), "For example: Polish"),
    Column(
        "data_kinds",
        "Information involved",
        ("data", "data involved", "information", "kinds of data"),
        "For example: name, date of birth, medical notes",
    ),
)

CONTACT_COLUMNS: Final = (
    Column("name", "name", ("", "full name")),
    Column("relationship", "relationship", ("relation", "relationship to pupil")),
    Column(
        "parental_responsibility",
        "parental responsibility",
        ("pr", "responsible", "has parental responsibility", "responsibility"),
        "yes, no or unknown",
    ),
    Column(
        "daily_care",
        "daily care",
        ("lives with", "care", "main carer", "resident", "has daily care"),
        "yes, no or unknown",
    ),
    Column("email", "email", ("e mail", "email address", "e mail address")),
    Column("phone", "phone", ("telephone", "mobile", "phone number", "telephone number")),
    Column("address", "address", ("home address", "postal address")),
    Column(
        "barred",
        "barred",
        ("court order", "no contact", "restriction", "restricted", "do not contact"),
        "The reason, where this contact must not be written to",
    ),
    Column("order", "order", ("priority",), "1 is asked first"),
    Column("language", "language", ("preferred language", "home language"), "For example: Polish"),
)

_CONTACTS: Final = 3
"""Contacts that may be named where the headings name fewer."""
_REQUIRED = ("surname", "forename", "date_of_birth")
_CONTACT = re.compile(r"(?:contact|parent|carer|guardian|parent carer)\s?(\d{1,2})?(?:\s(.*))?")
_CONTACT_LATER = re.compile(r"(?:contact|parent|carer|guardian)\s(.*?)\s(\d{1,2})")


def _plain(heading: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", heading.lower().replace("'s", "")).split())


def _lookup(columns: tuple[Column, ...]) -> dict[str, str]:
    return {_plain(said): column.key for column in columns for said in (column.title, *column.also)}


_PERSON = _lookup(PERSON_COLUMNS)
_OF_CONTACT = _lookup(CONTACT_COLUMNS)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand in a row: person key → column, contact number → key → column.

    Contact number 0 is the long form: one row a contact, the person repeated.
    """

    person: dict[str, int]
    contacts: dict[int, dict[str, int]]

    def keys(self, width: int) -> tuple[str, ...]:
        """What each column of the sheet is taken for, as in `options`; '' for one not read."""
        found = [""] * width
        for key, place in self.person.items():
            found[place] = key
        for number, columns in self.contacts.items():
            for key, place in columns.items():
                found[place] = f"contact {number} {key}"
        return tuple(found)

    @property
    def long(self) -> bool:
        """Whether each row holds one contact."""
        return 0 in self.contacts

    @property
    def missing(self) -> tuple[str, ...]:
        """Headings of the columns that must be there and are not."""
        titles = {column.key: column.title for column in PERSON_COLUMNS}
        named = "name" in self.person
        return tuple(
            titles[key]
            for key in _REQUIRED
            if key not in self.person and not (named and key in {"surname", "forename"})
        )


def _contact(heading: str) -> tuple[int, str] | None:
    later = _CONTACT_LATER.fullmatch(heading)
    if later and later[1] in _OF_CONTACT:
        return int(later[2]), _OF_CONTACT[later[1]]
    found = _CONTACT.fullmatch(heading)
    if found and (found[2] or "") in _OF_CONTACT:
        return int(found[1] or 0), _OF_CONTACT[found[2] or ""]
    return None


def options(layout_now: Layout) -> dict[str, str]:
    """What a column may be taken for, and how it is called."""
    numbers = [0] if layout_now.long else range(1, max((*layout_now.contacts, _CONTACTS)) + 1)
    called = {number: f"Contact {number}" if number else "Contact" for number in numbers}
    return {column.key: column.title for column in PERSON_COLUMNS} | {
        f"contact {number} {column.key}": f"{contact} {column.title}"
        for number, contact in called.items()
        for column in CONTACT_COLUMNS
    }


def chosen(keys: Sequence[str]) -> Layout:
    """The layout that a person has chosen, one key of `options` a column. Raises Refused."""
    person: dict[str, int] = {}
    contacts: dict[int, dict[str, int]] = {}
    for place, said in enumerate(keys):
        if said and said in keys[:place]:
            raise Refused("Another column is taken for this already", field=f"column_{place}")
        kind, _, rest = said.partition(" ")
        number, _, key = rest.partition(" ")
        if kind == "contact":
            contacts.setdefault(int(number), {})[key] = place
        elif said:
            person[said] = place
    return Layout(person, contacts)


def layout(headings: list[str]) -> Layout:
    """Read a header row; of two columns that mean the same, the first counts."""
    person: dict[str, int] = {}
    contacts: dict[int, dict[str, int]] = {}
    for place, heading in enumerate(map(_plain, headings)):
        if heading in _PERSON:
            person.setdefault(_PERSON[heading], place)
        elif contact := _contact(heading):
            contacts.setdefault(contact[0], {}).setdefault(contact[1], place)
    return Layout(person, contacts)
