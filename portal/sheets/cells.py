"""What stands in one cell: text, date, yes or no."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from portal.rules.plain_text import clean, one_line
from portal.rules.words import Answer
from tenants.calendar import YEARS

Cell = str | int | float | bool | date | datetime | time | timedelta | None

_LONGEST = 500
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?: .*)?")
_IN_WORDS = re.compile(
    r"(?:[a-z]{6,9},? )?(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3,9}),? (\d{4})"
    r"(?:, ?(?:\d{1,2}(?:[:.]\d\d)? ?[ap]m|midday|midnight))?",
    re.IGNORECASE,
)
"""With the weekday before it and the time after it, as our own sheets have them."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EXCEL_DAY_0 = date(1899, 12, 30)
_EXCEL_DAYS = range(7_000, 80_000)
"""1919 to 2119: a bare number in a date column is a date that lost its format."""

_YES = frozenset({"yes", "y", "true", "1", "x", "✓"})
_NO = frozenset({"no", "n", "false", "0", "none"})


def as_text(cell: Cell) -> str:
    """The cell as one line; whole numbers without '.0', dates as YYYY-MM-DD."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return clean(cell[:_LONGEST])
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        cell = cell.date()
    return str(cell)


def as_address(cell: Cell) -> str:
    """The cell as a postal address on one line: the lines of an envelope are known by commas."""
    return one_line(cell[:_LONGEST]) if isinstance(cell, str) else as_text(cell)


def _from_words(text: str) -> date | None:
    if found := _YEAR_FIRST.fullmatch(text):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_FIRST.fullmatch(text):
        return date(int(found[3]), int(found[2]), int(found[1]))
    found = _IN_WORDS.fullmatch(text)
    if found and found[2][:3].lower() in _MONTHS:
        return date(int(found[3]), _MONTHS.index(found[2][:3].lower()) + 1, int(found[1]))
    return None


def as_date(cell: Cell) -> date | None:
    """A date in a form used in the UK (day first), or an Excel date. None when it is neither.

    Years have four digits: '23/10/15' is not guessed at. One in which nobody lives is mistyped.
    """
    found = _as_date(cell)
    return found if found and found.year in YEARS else None


def _as_date(cell: Cell) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float):
        # compared before it is made an integer: a cell may hold infinity, or no number at all
        in_range = _EXCEL_DAYS.start <= cell < _EXCEL_DAYS.stop and cell == int(cell)
        return _EXCEL_DAY_0 + timedelta(days=int(cell)) if in_range else None
    try:
        return _from_words(as_text(cell))
    except ValueError:
        return None


def as_answer(cell: Cell) -> Answer:
    """'yes' or 'no'; everything else, also an empty cell, is 'not sure'."""
    said = as_text(cell).lower()
    if said in _YES:
        return Answer.YES
    return Answer.NO if said in _NO else Answer.NOT_SURE


def is_ticked(cell: Cell) -> bool:
    """Whether it says 'yes' and nothing else: 'Y', a tick, a cross."""
    return as_text(cell).lower() in _YES


def is_yes(cell: Cell) -> bool:
    """Whether something is said to be so; anything but 'no' and an empty cell says it."""
    said = as_text(cell).lower()
    return bool(said) and said not in _NO


def as_reason(cell: Cell) -> str:
    """Why something is barred or held back; '' for 'no'; a bare 'yes' is a reason not given."""
    said = as_text(cell)
    if said.lower() in _NO:
        return ""
    return "No reason given in the list" if said.lower() in _YES else said
