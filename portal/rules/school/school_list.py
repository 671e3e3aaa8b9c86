"""Schools to be added, from a form or a spreadsheet: what each row says, and what is not right.

A school whose number or short name is taken by one that the same organisation looks after is there
already: the same sheet, sent again, adds nothing twice.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from portal.rules.wrong_row import WrongRow
from tenants.calendar import Nation
from tenants.naming import Taken, is_slug, slug_of

COLUMNS: Final = {
    "urn": ("URN", r"\burn\b"),
    "slug": ("Short name", r"short name|slug"),
    "nation": ("Nation", r"nation|country"),
    "administrator_email": ("Administrator e-mail", r"admin\w* e-?mail"),
    "administrator_name": ("Administrator", r"^admin|business manager"),
    "head_email": ("Headteacher e-mail", r"(head|principal)\w*('s)? e-?mail"),
    "head_phone": ("Headteacher phone", r"(head|principal)\w*('s)? (tele)?phone"),
    "head_name": ("Headteacher", r"head|principal"),
    "address": ("Address", r"address"),
    "phone": ("Phone", r"phone|\btel"),
    "name": ("School", r"school|name"),
}
"""Key → (heading in our example, what a heading looks like); told more closely come first."""
EXAMPLE: Final = tuple(
    COLUMNS[key][0]
    for key in (
        *("name", "urn", "slug", "nation", "address", "phone", "head_name", "head_email"),
        *("head_phone", "administrator_name", "administrator_email"),
    )
)
"""The headings of our example, as somebody fills them in."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who is invited to a school."""

    name: str
    email: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class NewSchool:
    """One school to add."""

    name: str
    slug: str
    nation: Nation = Nation.ENGLAND
    address: str = ""
    phone: str = ""
    urn: str | None = None
    type: str = ""
    head: Newcomer | None = None
    administrator: Newcomer | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """What the DfE's register says of one school."""

    name: str
    address: str
    phone: str
    type: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """What saving the sheet would do."""

    new: tuple[NewSchool, ...]
    there: tuple[str, ...]
    """Names of schools that are there already."""
    problems: tuple[WrongRow, ...]
    """A row with a problem is left out."""


NO_NAME: Final = "There is no name, and no URN that the register knows."
NO_URN: Final = "The URN is not in the register. Correct it, or give the name and leave it out."
CLOSED: Final = "The register says that this school is closed."
NO_SLUG: Final = (
    "The short name must be small letters, numbers and hyphens, and no page’s own address."
)
TWICE: Final = "The sheet has this school, or its short name, more than once."
TAKEN: Final = (
    "The short name or URN belongs to another organisation on the portal. If it is this school, "
    "ask whoever runs the portal to let you look after it."
)
NO_NATION: Final = "The nation must be England, Wales, Scotland or Northern Ireland."
HALF: Final = "A person to invite needs a name and an e-mail address that can be used."
NO_PHONE: Final = "The Headteacher needs a phone number."
_ADDRESS: Final = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")


def guess(headings: Sequence[str]) -> tuple[str, ...]:
    """The key of each column, each once; '' for one that says nothing to us."""
    found: dict[int, str] = {}
    for key, (_heading, pattern) in COLUMNS.items():
        for place, heading in enumerate(headings):
            if place not in found and re.search(pattern, heading.lower()):
                found[place] = key
                break
    return tuple(found.get(place, "") for place in range(len(headings)))


def plan(
    rows: Sequence[tuple[int, Mapping[str, str]]],
    register: Mapping[str, Listed],
    taken: Collection[Taken],
) -> Plan:
    """Compare the rows with the register and with what is taken. Pure: asked again at saving."""
    new: list[NewSchool] = []
    there: list[str] = []
    problems: list[WrongRow] = []
    met: set[str] = set()
    for number, said in rows:
        school, problem = read(said, register)
        names = {school.slug, school.urn} - {None}
        holder = next((one for one in taken if {one.slug, one.urn} & names), None)
        if not problem and names & met:
            problem = TWICE
        elif not problem and holder and not holder.theirs:
            problem = TAKEN
        met |= {name for name in names if name}
        if problem:
            problems.append(WrongRow(number, problem))
        elif holder:
            there.append(school.name)
        else:
            new.append(school)
    return Plan(tuple(new), tuple(there), tuple(problems))


def names_of(
    rows: Sequence[tuple[int, Mapping[str, str]]], register: Mapping[str, Listed]
) -> tuple[set[str], set[str]]:
    """The numbers and short names that the rows want."""
    schools = [read(said, register)[0] for _, said in rows]
    return {one.urn for one in schools if one.urn}, {one.slug for one in schools if one.slug}


def read(said: Mapping[str, str], register: Mapping[str, Listed]) -> tuple[NewSchool, str]:
    """The school of a row, with what the register knows of it; and what is wrong, or ''."""
    urn = said.get("urn", "") or None
    listed = register.get(urn) if urn else None
    name = said.get("name") or (listed.name if listed else "")
    nation = said.get("nation", "").lower().replace(" ", "_") or Nation.ENGLAND
    school = NewSchool(
        name=name,
        slug=said.get("slug") or slug_of(name),
        address=said.get("address") or (listed.address if listed else ""),
        phone=said.get("phone") or (listed.phone if listed else ""),
        urn=urn,
        type=listed.type if listed else "",
        head=_newcomer(said, "head"),
        administrator=_newcomer(said, "administrator"),
    )
    if nation not in {*Nation}:
        return school, NO_NATION
    problem = _problem(school, listed)
    return replace(school, nation=Nation(nation)), problem


def _problem(school: NewSchool, listed: Listed | None) -> str:
    people = [one for one in (school.head, school.administrator) if one]
    if not school.name:
        return NO_NAME
    if school.urn and listed is None:
        return NO_URN
    if listed and not listed.is_open:
        return CLOSED
    if not is_slug(school.slug):
        return NO_SLUG
    if any(not one.name or not _ADDRESS.fullmatch(one.email) for one in people):
        return HALF
    return NO_PHONE if school.head and not school.head.phone else ""


def _newcomer(said: Mapping[str, str], who: str) -> Newcomer | None:
    given = {part: said.get(f"{who}_{part}", "") for part in ("name", "email", "phone")}
    return Newcomer(**given) if given["name"] or given["email"] else None
