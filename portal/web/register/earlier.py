"""An earlier log as the school kept it: which column is which, and what each row says. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import islice
from typing import Final
from uuid import UUID

from portal.actions.import_incident import ImportIncident
from portal.desk.log_import import Row
from portal.rules.plain_text import clean
from portal.rules.wrong_row import WrongRow
from portal.sheets.cells import Cell, as_date, is_ticked
from portal.sheets.headed import Sheet
from portal.web.register.column_names import LIKE, is_like, plain
from tenants.calendar import UK
from tenants.policy.answers import LogHeading

LONGEST: Final = 20_000
LEAVE_OUT: Final = ""
DETAILS: Final = "into_details"
"""The column has no heading of its own: it is kept with the details, under the name it had."""
DATES: Final = ("reported_at", "discovered", "occurred", "aware", "completed_at")
"""Where the day is taken from that an incident is filed under: the first that can be read."""
_SHORT_YEAR: Final = re.compile(r"(\d{1,2}[/.-]\d{1,2}[/.-])(\d{2})")
"""As LibreOffice saves a British date in a .csv. No log of breaches is older than this century."""
_REFERENCE: Final = re.compile(r"INC-(\d{4})-(\d{4,6})")
_NO: Final = frozenset(
    {"no", "n", "n/a", "na", "none", "-", "–", "false", "not applicable", "not reported"}
)


@dataclass(frozen=True, slots=True)
class Read:
    """What would be imported, and the rows that would not."""

    rows: tuple[Row, ...]
    problems: tuple[WrongRow, ...]


def as_text(cell: Cell) -> str:
    """A cell as it was meant, with its line breaks; a date as YYYY-MM-DD, with a time if it has."""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d}" if cell.time() == time() else f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    return "" if cell is None else clean(str(cell)[:LONGEST], lines=True)


def guess(headings: Sequence[str], of_policy: Iterable[LogHeading]) -> tuple[str, ...]:
    """The key of each column: our own words first, then what schools call it; each key once.

    A column that is like none is kept with the details; one without a heading is left out.
    """
    own = {plain(heading.text): heading.key for heading in of_policy}
    keys = set(own.values()) | {"reported_at", "details", "description"}
    found: dict[int, str] = {}
    for place, heading in enumerate(headings):
        key = own.get(plain(heading))
        if key is not None and key not in found.values():
            found[place] = key
    for key in LIKE:
        if key in keys and key not in found.values():
            places = (n for n, text in enumerate(headings) if n not in found and is_like(text, key))
            for first in islice(places, 1):
                found[first] = key
    return tuple(
        found.get(place, DETAILS if heading else LEAVE_OUT)
        for place, heading in enumerate(headings)
    )


def references(sheet: Sheet) -> set[tuple[int, int]]:
    """Year and number of all that stands in the sheet as a reference of ours."""
    cells = (cell for _, row in sheet.rows for cell in row)
    found = (_REFERENCE.fullmatch(cell) for cell in cells)
    return {(int(one[1]), int(one[2])) for one in found if one}


def read(
    sheet: Sheet,
    columns: Sequence[str],
    import_id: UUID,
    today: date,
    here: Collection[tuple[str, date]] = (),
) -> Read:
    """Every row with these columns; one that has no day, says nothing or stands twice is a problem.

    `here`: incidents of this school, by reference and the day they were reported: our own sheet,
    brought in where it came from, adds nothing.
    """
    rows: list[Row] = []
    problems: list[WrongRow] = []
    first: dict[str, int] = {}
    for number, cells in sheet.rows:
        try:
            row = _row(sheet.headings, columns, number, cells, import_id, today)
        except ValueError as refused:
            problems.append(WrongRow(number, str(refused)))
            continue
        on = row.said.reported_at.astimezone(UK).date()
        if any((cell, on) in here for cell in cells):
            problems.append(WrongRow(number, "It is in the log already, under this reference."))
        elif row.identity in first:
            problems.append(
                WrongRow(
                    number, f"It says the same as row {first[row.identity]}, which is brought in."
                )
            )
        else:
            first[row.identity] = number
            rows.append(row)
    return Read(tuple(rows), tuple(problems))


def _row(
    headings: Sequence[str],
    columns: Sequence[str],
    number: int,
    cells: Sequence[str],
    import_id: UUID,
    today: date,
) -> Row:
    said = {key: text for key, text in zip(columns, cells, strict=False) if text and key}
    said.pop(DETAILS, None)
    beside = [
        f"{heading}: {text}"
        for heading, key, text in zip(headings, columns, cells, strict=False)
        if key == DETAILS and text
    ]
    on = _day(said)
    if on is None:
        raise ValueError("It has no date that we can read. Write it as 23/10/2026.")
    if on > today:
        raise ValueError("Its date is in the future.")
    description, details = said.pop("description", ""), said.pop("details", "")
    if not (description or details):
        raise ValueError("It does not say what happened.")
    return Row(
        ImportIncident(
            import_id=import_id,
            row=number,
            reported_at=datetime.combine(on, time(12), tzinfo=UK).astimezone(UTC),
            description=description,
            details="\n\n".join(part for part in (details, *beside) if part),
            cells=tuple(said.items()),
            near_miss="near miss" in f"{description} {details}".lower().replace("-", " "),
            regulator_told=_yes(said, "ico_report") or _yes(said, "report_to_ico", strict=True),
            people_told=_yes(said, "people_told", strict=True),
        ),
        identity="\x1f".join(cells),
    )


def _day(said: Mapping[str, str]) -> date | None:
    found = (_date(said.get(key, "")) for key in DATES)
    return next((one for one in found if one), None)


def _date(text: str) -> date | None:
    alone = re.split(r"[\s,]+(?=\d{1,2}[:.]\d\d)", text)[0]
    return as_date(text) or as_date(_SHORT_YEAR.sub(r"\g<1>20\2", alone))


def _yes(said: Mapping[str, str], key: str, *, strict: bool = False) -> bool:
    """Strictly: 'yes', or the day on which it was."""
    text = said.get(key, "").strip().lower().rstrip(".")
    if strict:
        return text.startswith("yes") or is_ticked(text) or _date(text) is not None
    return bool(text) and text not in _NO and not text.startswith("does not apply")
