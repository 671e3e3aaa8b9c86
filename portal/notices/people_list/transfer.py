"""A DfE Common Transfer File, read as the sheet of rows that it could have been.

The file is read as a stream, pupil by pupil. A document type is refused before anything in it is
looked at, and with it every entity, inside or outside the file. Element names have changed from
year to year; what we know under two names is looked for under both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final
from xml.parsers import expat

from portal.errors import Refused
from portal.sheets.cells import Cell

LARGEST_TRANSFER: Final = 20 * 1024 * 1024
MOST_PUPILS: Final = 20_000
MOST_CONTACTS: Final = 20
_DEEPEST: Final = 40
_LONGEST: Final = 500
_PIECE: Final = 64 * 1024
_NOT_READ: Final = (
    "We could not read this file. Choose the Common Transfer File as your school’s system wrote it."
)
_RELATIONSHIPS: Final = {
    "PAM": "mother",
    "PAF": "father",
    "STP": "step-parent",
    "CAR": "carer",
    "SWR": "social worker",
    "OTH": "other",
}
"""Codes of the Common Basic Data Set; any other code is shown as it stands."""
_READ_FIRST: Final = {"C": 0, "H": 1, "F": 2}
"""Types of a language, by which one a letter had better be in: correspondence, home, first."""
_NO_PLACE: Final = frozenset(
    {"UniquePropertyReferenceNumber", "Easting", "Northing", "AddressAsPupil"}
)
"""Parts of an address that no envelope shows."""
_ANSWERS: Final = {"true": "yes", "1": "yes", "false": "no", "0": "no"}

_OF_PUPIL: Final = (
    "UPN", "Surname", "Forename", "Date of birth", "In care", "Email", "Phone", "Address",
    "Language",
)  # fmt: skip
_OF_CONTACT: Final = (
    "name", "relationship", "parental responsibility", "email", "phone", "address", "order",
    "language",
)  # fmt: skip

Row = list[Cell]


@dataclass(slots=True)
class _Found:
    """What the file says of a pupil or of a contact: texts by their path, and the address."""

    texts: dict[tuple[str, ...], str] = field(default_factory=dict)
    address: list[tuple[str, str]] = field(default_factory=list)
    phones: list[tuple[str, str]] = field(default_factory=list)
    languages: list[dict[str, str]] = field(default_factory=list)
    contacts: list[_Found] = field(default_factory=list)

    def note(self, path: tuple[str, ...], text: str) -> None:
        """Keep one text; where it comes twice, the first; but once in care is in care."""
        if path[0] == "Address" and path[-1] not in _NO_PLACE:
            self.address.append((path[-1], text))
        elif path[0] == "Phones":
            self.texts[path] = text
            if path[-1] == "PhoneNo":
                self.phones.append((self.texts.pop((*path[:-1], "TelephoneType"), ""), text))
        elif "Languages" in path:
            self._note_language(path[-1], text)
        elif path == ("LookedAfter", "InCare") and _yes_or_no(text) == "yes":
            self.texts[path] = text
        else:
            self.texts.setdefault(path, text)

    def _note_language(self, name: str, text: str) -> None:
        """A language and its type, whichever comes first."""
        if not self.languages or name in self.languages[-1]:
            self.languages.append({})
        self.languages[-1][name] = text

    def said(self, *names: str) -> str:
        """The text of the first of these elements that holds any."""
        return next((self.texts[name,] for name in names if self.texts.get((name,))), "")

    def phone(self) -> str:
        """A mobile before any other number."""
        numbers = sorted(self.phones, key=lambda one: not one[0].upper().startswith("M"))
        return numbers[0][1] if numbers else ""

    def language(self) -> str:
        """The one they are written to in, else spoken at home, else spoken first."""
        named = [one for one in self.languages if "Language" in one]
        named.sort(key=lambda one: _READ_FIRST.get(one.get("LanguageType", ""), len(_READ_FIRST)))
        return named[0]["Language"] if named else ""

    def postal(self) -> str:
        """The address on one line; a house number stands with its street."""
        parts: list[str] = []
        for name, text in self.address:
            if name == "Street" and parts and parts[-1][:1].isdigit():
                parts[-1] += f" {text}"
            else:
                parts.append(text)
        return ", ".join(parts)


def _yes_or_no(text: str) -> str:
    return _ANSWERS.get(text.lower(), "")


class _Reader:
    """Listens to the parser; whole pupils wait in `pupils` until they are fetched."""

    def __init__(self) -> None:
        self.pupils: list[_Found] = []
        self._path: list[str] = []
        self._text: list[str] = []
        self._pupil: _Found | None = None
        self._contact: _Found | None = None
        self._since = 0
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = _refuse
        parser.EntityDeclHandler = _refuse
        parser.ExternalEntityRefHandler = _refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._hear
        parser.buffer_text = True
        self.parser = parser

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        self._path.append(name.rpartition(":")[2])
        self._text.clear()
        if len(self._path) > _DEEPEST:
            raise Refused(_NOT_READ)
        if self._pupil is None and self._path[-2:] == ["CTFpupilData", "Pupil"]:
            self._pupil, self._since = _Found(), len(self._path)
        elif self._pupil is not None and self._path[self._since :] == ["Contacts", "Contact"]:
            self._contact = _Found()
            self._pupil.contacts.append(self._contact)
            if len(self._pupil.contacts) > MOST_CONTACTS:
                raise Refused(f"A pupil in this file has more than {MOST_CONTACTS} contacts.")

    def _hear(self, text: str) -> None:
        if self._pupil is not None and len(self._text) < _LONGEST:
            self._text.append(text[:_LONGEST])

    def _end(self, _name: str) -> None:
        inside = tuple(self._path[self._since :])
        if self._pupil is not None and not inside:
            self.pupils.append(self._pupil)
            self._pupil = None
        elif self._pupil is not None:
            text = " ".join("".join(self._text).split())[:_LONGEST]
            if inside == ("Contacts", "Contact"):
                self._contact = None
            elif text and self._contact is not None:
                self._contact.note(inside[2:], text)
            elif text:
                self._pupil.note(inside, text)
        self._text.clear()
        self._path.pop()


def _refuse(*_declared: object) -> int:
    raise Refused("This file declares a document type, which a Common Transfer File never does.")


def is_transfer(content: bytes) -> bool:
    """Whether the file is XML, and so no sheet; nothing is parsed for it."""
    begins = content[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    return begins.startswith((b"<", b"\xff\xfe<\0", b"\xfe\xff\0<"))


def transfer_rows(content: bytes) -> list[tuple[int, Row]]:
    """A header row, numbered 0, then one row a pupil, numbered as they stand in the file.

    Raises Refused: too big, not a Common Transfer File, or with a document type.
    """
    if len(content) > LARGEST_TRANSFER:
        raise Refused("The file is bigger than 20 MB. Export fewer pupils at a time.")
    try:
        pupils = list(islice(_pupils(content), MOST_PUPILS + 1))
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise Refused(_NOT_READ) from error
    if not pupils:
        raise Refused("There are no pupils in this file. Choose a Common Transfer File.")
    if len(pupils) > MOST_PUPILS:
        raise Refused(f"The file has more than {MOST_PUPILS:,} pupils. Export fewer at a time.")
    width = max(len(pupil.contacts) for pupil in pupils)
    header: Row = [*_OF_PUPIL]
    header.extend(
        f"Contact {place} {name}" for place in range(1, width + 1) for name in _OF_CONTACT
    )
    return [(0, header), *((number, _row(pupil)) for number, pupil in enumerate(pupils, 1))]


def _pupils(content: bytes) -> Iterator[_Found]:
    reader = _Reader()
    for start in range(0, len(content), _PIECE):
        reader.parser.Parse(content[start : start + _PIECE], False)
        yield from reader.pupils
        reader.pupils.clear()
    reader.parser.Parse(b"", True)
    yield from reader.pupils


def _row(pupil: _Found) -> Row:
    in_care = _yes_or_no(pupil.texts.get(("LookedAfter", "InCare"), ""))
    row: Row = [
        pupil.said("UPN"), pupil.said("Surname"), pupil.said("Forename"),
        pupil.said("DOB", "DateOfBirth"), in_care, pupil.said("Email"), pupil.phone(),
        pupil.postal(), pupil.language(),
    ]  # fmt: skip
    for place, contact in enumerate(pupil.contacts, 1):
        row.extend(_contact(contact, pupil, place))
    return row


def _contact(contact: _Found, pupil: _Found, place: int) -> Row:
    """Nobody is cleared by a file: what it does not say of responsibility is not known.

    A Common Transfer File says nothing of court orders, nor of with whom a child lives. Where it
    names no language for a contact, the one of the child's home: the English stands below it.
    """
    as_pupil = ("Address", "AddressAsPupil")
    lives_there = contact.texts.get(as_pupil, "") or contact.said("AddressAsPupil")
    code = contact.said("Relationship")
    name = (contact.said("Title"), contact.said("Forename"), contact.said("Surname"))
    return [
        " ".join(part for part in name if part) if name[1] or name[2] else "",
        _RELATIONSHIPS.get(code.upper(), code),
        _yes_or_no(contact.said("Responsible", "Responsibility")),
        contact.said("Email"),
        contact.phone(),
        pupil.postal() if _yes_or_no(lives_there) == "yes" else contact.postal(),
        contact.said("Order") or str(place),
        contact.language() or pupil.language(),
    ]
