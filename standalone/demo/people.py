"""The spreadsheet of 214 invented children with which the demo and the tests begin.

The same children come out every time; only dates of birth follow the day on which the list is read,
so that ages hold in any year. Whatever can go wrong when parents are told is in it once or more:
see `CASES`. All addresses are at example.org; no such family exists.
"""

from __future__ import annotations

import io
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from random import Random

import xlsxwriter

from portal.notices.people_list.blank import headings
from portal.rules.telling.upn import check_letter

_NAMES: dict[str, list[str]] = tomllib.loads(
    Path(__file__).with_name("names.toml").read_text(encoding="utf-8")
)
CHILDREN = 214
FORMER = 9
"""Former pupils now 13 or over."""
SIBLINGS = 3
NO_EMAIL = frozenset({14, 33, 52, 71, 90, 109, 128, 147, 166, 185, 204})
"""Children none of whose contacts has an e-mail address: they get letters."""
UNKNOWN_RESPONSIBILITY = frozenset({22, 64, 122})
APART = frozenset(range(5, CHILDREN, 9))
"""Children whose two parents live at two addresses."""

CASES = {
    "held_back": 40,
    "in_care": 77,
    "barred_father": 101,
    "no_date_of_birth": 150,
}
"""Places in the list (from 0) of the children who need a person's judgement."""

_ALL_KINDS = "name, date of birth, medical notes"
_FEW_KINDS = "name, date of birth"
_OLD_ADDRESS = "3 Ferry Cottages, Hexworth, EN99 3ZZ"


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact as the sheet says it."""

    name: str
    relationship: str
    responsibility: str = "yes"
    care: str = "yes"
    email: str = ""
    phone: str = ""
    address: str = ""
    barred: str = ""


@dataclass(frozen=True, slots=True)
class Child:
    """One child as the sheet says it."""

    upn: str
    surname: str
    forename: str
    born: date | None
    address: str
    contacts: tuple[Contact, ...]
    email: str = ""
    left: bool = False
    in_care: bool = False
    held_back: str = ""
    kinds: str = field(default=_ALL_KINDS)


def _pick(what: str, place: int) -> str:
    return _NAMES[what][place % len(_NAMES[what])]


def _upn(year: int, serial: int) -> str:
    rest = f"9999999{year % 100:02}{serial:03}"
    return check_letter(rest) + rest


def _born(random: Random, reading_on: date, age: int) -> date:
    """A date of birth of somebody who is `age` on the day, and not within a day of another age."""
    latest = date(reading_on.year - age, reading_on.month, min(reading_on.day, 28))
    return date.fromordinal(latest.toordinal() - random.randrange(2, 360))


def _address(random: Random, place: int) -> str:
    return f"{random.randrange(1, 90)} {_pick('streets', place)}, Hexworth, EN99 {place % 9}AB"


def _email(name: str, place: int) -> str:
    return f"{name.replace(' ', '.').lower()}{place}@example.org"


def _parents(random: Random, place: int, surname: str, address: str) -> tuple[Contact, ...]:
    """One parent or two; the second sometimes at another address, sometimes not yet checked."""
    first = f"{random.choice(_NAMES['mothers'])} {surname}"
    phone = f"07700 900{place:03}"
    email = "" if place in NO_EMAIL else _email(first, place)
    contacts = [Contact(first, "mother", email=email, phone=phone, address=address)]
    if place % 3 and place not in NO_EMAIL:
        second = f"{random.choice(_NAMES['fathers'])} {surname}"
        away = place in APART
        contacts.append(
            Contact(
                second,
                "father",
                responsibility="unknown" if place in UNKNOWN_RESPONSIBILITY else "yes",
                care="no" if away else "yes",
                email=_email(second, place + 500),
                address=_address(random, place + 7) if away else address,
            )
        )
    return tuple(contacts)


def _ordinary(random: Random, place: int, reading_on: date) -> Child:
    former = place >= CHILDREN - FORMER
    age = random.choice((13, 14)) if former else random.randrange(4, 12)
    surname = _pick("surnames", place)
    forename = _pick("forenames", place * 7 + place // len(_NAMES["forenames"]))
    address = _address(random, place)
    return Child(
        upn=_upn(reading_on.year - age + 4, place),
        surname=surname,
        forename=forename,
        born=_born(random, reading_on, age),
        address=address,
        contacts=_parents(random, place, surname, address),
        email=_email(f"{forename} {surname}", place) if former else "",
        left=former,
        kinds=_FEW_KINDS if place % 6 == 0 else _ALL_KINDS,
    )


def _cases(child: Child, place: int) -> Child:
    if place == CASES["held_back"]:
        return replace(child, held_back="The family's address is kept from others")
    if place == CASES["in_care"]:
        worker = Contact(
            "Morgan Reed",
            "social worker",
            care="no",
            email="morgan.reed@council.example.org",
            phone="01632 960077",
        )
        return replace(child, in_care=True, contacts=(worker, *child.contacts))
    if place == CASES["no_date_of_birth"]:
        return replace(child, born=None)
    if place == CASES["barred_father"]:
        mother = replace(child.contacts[0], address="12 Orchard Close, Hexworth, EN99 4AB")
        father = Contact(
            f"Victor {child.surname}",
            "father",
            care="no",
            email="victor@example.org",
            address=_OLD_ADDRESS,
            barred="Non-molestation order of March 2026",
        )
        aunt = Contact(f"Ines {child.surname}", "aunt", responsibility="no", address=_OLD_ADDRESS)
        return replace(child, address=_OLD_ADDRESS, contacts=(mother, father, aunt))
    return child


def children(reading_on: date) -> tuple[Child, ...]:
    """The 214 children, with the ages they have on `reading_on`."""
    random = Random(20261120)  # noqa: S311  (the same list every time, nothing secret)
    made = [_cases(_ordinary(random, place, reading_on), place) for place in range(CHILDREN)]
    for pair in range(SIBLINGS):
        elder, younger = made[10 + pair * 20], made[11 + pair * 20]
        made[11 + pair * 20] = replace(
            younger,
            surname=elder.surname,
            address=elder.address,
            contacts=elder.contacts,
            kinds=_FEW_KINDS if pair == SIBLINGS - 1 else elder.kinds,
        )
    return tuple(made)


def _cells(child: Child) -> Iterator[str | date | None]:
    yield from (child.upn, child.surname, child.forename, child.born, "pupil")
    yield from ("yes" if said else "no" for said in (child.left, child.in_care))
    yield from ("no", child.held_back, child.email, "", child.address, "", child.kinds)
    for contact in child.contacts:
        yield from (contact.name, contact.relationship, contact.responsibility, contact.care)
        yield from (contact.email, contact.phone, contact.address, contact.barred, "")


def people_xlsx(reading_on: date, only: slice = slice(None)) -> bytes:
    """The list as a school would keep it: the blank sheet filled in, a third contact added.

    `only`: the places of the children who are on it.
    """
    titles = headings()
    third = [title.replace("2", "3") for title in titles if title.startswith("Contact 2")]
    output = io.BytesIO()
    book = xlsxwriter.Workbook(output, {"in_memory": True})
    book.set_properties({"created": datetime(2026, 1, 1)})  # noqa: DTZ001  (a fixed stamp)
    sheet = book.add_worksheet("People")
    dates = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write_row(0, 0, [*titles, *third], book.add_format({"bold": True}))
    for row, child in enumerate(children(reading_on)[only], start=1):
        for place, cell in enumerate(_cells(child)):
            if isinstance(cell, date):
                sheet.write_datetime(row, place, cell, dates)
            elif cell:
                sheet.write_string(row, place, cell)
    sheet.set_column(0, len(titles) + len(third), 18)
    sheet.freeze_panes(1, 0)
    book.close()
    return output.getvalue()
