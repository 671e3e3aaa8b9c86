"""A sheet of courses: what its rows say, and what is not right. Repeats nothing of a cell."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from portal.errors import Refused
from portal.rules.wrong_row import WrongRow
from portal.sheets.cells import Cell, as_date, as_text

LIKE: Final = {
    "email": r"e-?mail",
    "valid_until": r"until|expir|valid|renew",
    "course": r"course|training|title",
    "done_on": r"date|done|completed|taken",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One course of one person."""

    number: int
    email: str
    course: str
    done_on: date | None
    valid_until: date | None
    ends_badly: bool
    """Something stands where the last day should, and it is no day."""


def read(rows: Sequence[tuple[int, Sequence[Cell]]]) -> list[Row]:
    """The rows below the headings. Raises Refused where a column is missing."""
    (_number, first), *rest = rows
    headings = [as_text(cell).lower() for cell in first]
    places: dict[str, int] = {}
    for key, pattern in LIKE.items():
        for place, heading in enumerate(headings):
            if place not in places.values() and re.search(pattern, heading):
                places[key] = place
                break
    if not {"email", "course", "done_on"} <= places.keys():
        raise Refused("The headings must have an e-mail address, a course and a date.")

    def cell(row: Sequence[Cell], key: str) -> Cell:
        place = places.get(key, len(row))
        return row[place] if place < len(row) else None

    return [
        Row(
            number=number,
            email=as_text(cell(row, "email")),
            course=as_text(cell(row, "course"))[:120],
            done_on=as_date(cell(row, "done_on")),
            valid_until=(until := as_date(cell(row, "valid_until"))),
            ends_badly=until is None and bool(as_text(cell(row, "valid_until"))),
        )
        for number, row in rest
    ]


def problems(rows: Sequence[Row], known: Collection[str], today: date) -> list[WrongRow]:
    """What is not right with which."""
    found = []
    for row in rows:
        if row.email.lower() not in known:
            found.append(WrongRow(row.number, "Nobody at the school has this e-mail address."))
        elif not row.course:
            found.append(WrongRow(row.number, "There is no course."))
        elif row.done_on is None or row.done_on > today:
            found.append(WrongRow(row.number, "There is no date in the past."))
        elif row.ends_badly or (row.valid_until is not None and row.valid_until < row.done_on):
            found.append(WrongRow(row.number, "The last day is no day after the course."))
    return found
