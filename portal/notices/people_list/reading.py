"""From rows of cells to people, with a plain sentence for each thing that is not right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from portal.errors import Refused
from portal.notices.compose import usable
from portal.notices.people_list.affected import identity
from portal.notices.people_list.census_languages import tag_said
from portal.notices.people_list.columns import PERSON_COLUMNS, Layout, chosen, layout
from portal.notices.people_list.doubtful import doubts
from portal.notices.people_list.model import (
    ImportedContact,
    ImportedPerson,
    PeopleList,
    RowProblem,
)
from portal.notices.people_list.transfer import is_transfer, transfer_rows
from portal.rules.risk.data_kinds import listed
from portal.rules.telling.addressees import PersonKind
from portal.rules.telling.upn import is_valid, normal
from portal.sheets.cells import (
    Cell,
    as_address,
    as_answer,
    as_date,
    as_reason,
    as_text,
    is_yes,
)
from portal.sheets.reading import Row, rows_of

_TITLES = {column.key: column.title for column in PERSON_COLUMNS}
_EARLIEST = date(1900, 1, 1)
_KINDS = {
    "": PersonKind.PUPIL,
    "student": PersonKind.PUPIL,
    "child": PersonKind.PUPIL,
    "employee": PersonKind.STAFF,
    "teacher": PersonKind.STAFF,
    "carer": PersonKind.PARENT,
    **{kind.value: kind for kind in PersonKind},
}
_UPN_LENGTH = 13


@dataclass(slots=True)
class _Reader:
    """Reads the rows of one sheet; `problems` grows as it goes."""

    where: Layout
    today: date
    problems: list[RowProblem] = field(default_factory=list)

    def person(self, number: int, row: Row) -> ImportedPerson | None:
        """The person of one row, or None when the row cannot be used."""

        def cell(key: str) -> Cell:
            return _at(row, self.where.person, key)

        surname, forename = _names(cell("surname"), cell("forename"), cell("name"))
        if not surname or not forename:
            sentence = "There is no full name, so nobody is imported from here."
            self.problems.append(RowProblem(number, "Name", sentence, kept=False))
            return None
        return ImportedPerson(
            row=number,
            surname=surname,
            forename=forename,
            kind=(kind := self._kind(number, as_text(cell("kind")))),
            date_of_birth=self._born(number, cell("date_of_birth"), kind),
            pupil_id=self._pupil_id(number, as_text(cell("pupil_id"))),
            left=is_yes(cell("left")),
            in_care=is_yes(cell("in_care")),
            deceased=is_yes(cell("deceased")),
            held_back=as_reason(cell("held_back")),
            email=self._email(number, "Email", as_text(cell("email"))),
            phone=as_text(cell("phone")),
            address=as_address(cell("address")),
            language=tag_said(as_text(cell("language"))),
            data_kinds=self._data_kinds(number, as_text(cell("data_kinds"))),
            contacts=tuple(self._contacts(number, row)),
        )

    def of_contacts(self, since: int) -> list[RowProblem]:
        """The problems found since then that are about a contact, not about the person."""
        return [found for found in self.problems[since:] if found.column.startswith("Contact")]

    def _kind(self, number: int, said: str) -> PersonKind:
        kind = _KINDS.get(said.lower())
        if kind is None:
            sentence = "We did not understand the kind of person, and took them as a pupil."
            self.problems.append(RowProblem(number, "Kind", sentence))
        return kind or PersonKind.PUPIL

    def _born(self, number: int, cell: Cell, kind: PersonKind) -> date | None:
        born = as_date(cell)
        if born and _EARLIEST <= born <= self.today:
            return born
        if as_text(cell):
            sentence = "The date of birth is not a date that can be right. Use 23/10/2015."
        elif kind is PersonKind.PUPIL:
            sentence = "There is no date of birth. Nobody is written to until it is known."
        else:
            return None
        self.problems.append(RowProblem(number, _TITLES["date_of_birth"], sentence))
        return None

    def _data_kinds(self, number: int, said: str) -> tuple[str, ...]:
        kinds, whole = listed(said)
        if not whole:
            understood = "; ".join(kind.title for kind in kinds) or "what you choose below"
            sentence = (
                f"We did not understand all of it. As it stands, they are told of: {understood}. "
                "Say it in other words in the list, and read it again."
            )
            self.problems.append(RowProblem(number, _TITLES["data_kinds"], sentence))
        return tuple(kind.key for kind in kinds)

    def _pupil_id(self, number: int, said: str) -> str:
        if len(normal(said)) != _UPN_LENGTH:
            return said
        if not is_valid(said):
            sentence = "The UPN does not fit its check letter. Look at it again."
            self.problems.append(RowProblem(number, _TITLES["pupil_id"], sentence))
        return normal(said)

    def _email(self, number: int, column: str, said: str) -> str:
        if said and not usable(said):
            sentence = "This is not one e-mail address, and was left out."
            self.problems.append(RowProblem(number, column, sentence))
            return ""
        return said

    def _contacts(self, number: int, row: Row) -> Iterator[ImportedContact]:
        for place, columns in sorted(self.where.contacts.items()):
            label = f"Contact {place}" if place else "Contact"
            name = as_text(_at(row, columns, "name"))
            if not name:
                if any(as_text(_at(row, columns, key)) for key in columns):
                    sentence = "There is a contact without a name, who was left out."
                    self.problems.append(RowProblem(number, f"{label} name", sentence))
                continue
            yield ImportedContact(
                name=name,
                relationship=as_text(_at(row, columns, "relationship")),
                parental_responsibility=as_answer(_at(row, columns, "parental_responsibility")),
                daily_care=as_answer(_at(row, columns, "daily_care")),
                email=self._email(number, f"{label} email", as_text(_at(row, columns, "email"))),
                phone=as_text(_at(row, columns, "phone")),
                address=as_address(_at(row, columns, "address")),
                barred=as_reason(_at(row, columns, "barred")),
                order=_order(_at(row, columns, "order"), place or 1),
                language=tag_said(as_text(_at(row, columns, "language"))),
            )


def _at(row: Row, columns: Mapping[str, int], key: str) -> Cell:
    place = columns.get(key)
    return row[place] if place is not None and place < len(row) else None


def _order(cell: Cell, otherwise: int) -> int:
    said = as_text(cell)
    return int(said) if said.isdecimal() and len(said) <= len("99") else otherwise


def _names(surname: Cell, forename: Cell, name: Cell) -> tuple[str, str]:
    """(surname, forename), from one 'Surname, Forename' or 'Forename Surname' where need be."""
    last, first = as_text(surname), as_text(forename)
    whole = as_text(name)
    if (last and first) or not whole:
        return last, first
    if "," in whole:
        last, _, first = whole.partition(",")
    else:
        first, _, last = whole.rpartition(" ")
    return last.strip(), first.strip()


def _same(one: ImportedPerson, other: ImportedPerson) -> bool:
    """Whether two rows say the same of the person, contacts aside."""
    return replace(one, row=0, contacts=()) == replace(other, row=0, contacts=())


def read_people(content: bytes, today: date, columns: Sequence[str] = ()) -> PeopleList:
    """Read a spreadsheet (.xlsx, .csv or pasted, by tabs) or a Common Transfer File.

    `today` is the UK day, for dates of birth that cannot be. `columns` is what somebody has chosen
    each column to be; without, the headings say it.

    Never raises for what stands in the sheet: an unreadable file or a missing column is one
    problem and no rows. A person on two rows is kept once: with all contacts where the sheet has
    one row a contact, else from the first row, with a problem for the second.
    """
    unit, read = ("pupil", transfer_rows) if is_transfer(content) else ("row", rows_of)
    try:
        (_, header), *body = read(content)
    except Refused as refusal:
        return PeopleList(problems=(RowProblem(0, "", refusal.sentence, kept=False),))
    headings = tuple(as_text(cell) for cell in header)
    where = chosen(columns) if columns else layout(list(headings))
    if unit == "pupil" or not body:
        headings = ()
    taken = where.keys(len(headings)) if headings else ()
    if missing := where.missing:
        names = " and ".join((", ".join(missing[:-1]), missing[-1])) if missing[1:] else missing[0]
        sentence = f"The first row must have a column for {names}. Nothing was imported."
        problem = RowProblem(0, missing[0], sentence, kept=False)
        return PeopleList((), (problem,), missing, unit, headings, taken)
    reader = _Reader(where, today)
    people: dict[str, ImportedPerson] = {}
    for number, row in body:
        before = len(reader.problems)
        person = reader.person(number, row)
        if person is None:
            continue
        first = people.setdefault(identity(person), person)
        if first is person:
            continue
        if where.long and _same(first, person):
            reader.problems[before:] = reader.of_contacts(before)
            added = replace(first, contacts=(*first.contacts, *person.contacts))
            people[identity(person)] = added
        else:
            sentence = f"This person is already in {unit} {first.row}. This {unit} was left out."
            reader.problems.append(RowProblem(number, "", sentence, kept=False))
    found = tuple(people.values())
    problems = sorted((*reader.problems, *doubts(found, unit)), key=lambda one: one.row)
    return PeopleList(found, tuple(problems), (), unit, headings, taken)
