"""A sheet whose first row says what its columns are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from portal.errors import Refused
from portal.sheets import cells
from portal.sheets.cells import Cell


@dataclass(frozen=True, slots=True)
class Sheet:
    """The first sheet as texts: headings, then (number as the sheet shows it, cells)."""

    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def example(self, place: int) -> str:
        """The first thing that stands in a column, on one line; '' for an empty one."""
        found = next((row[place] for _, row in self.rows if row[place]), "")
        return " ".join(found.split())


def sheet_of(
    rows: Sequence[tuple[int, Sequence[Cell]]], as_text: Callable[[Cell], str] = cells.as_text
) -> Sheet:
    """The first row that holds anything is the headings; cells beyond the last are left out.

    Raises Refused where nothing is left below the headings.
    """
    (_number, first), *rest = rows
    headings = tuple(" ".join(as_text(cell).split()) for cell in first)
    wide = len(headings)
    texts = (
        (number, tuple(as_text(cell) for cell in row[:wide]) + ("",) * (wide - len(row)))
        for number, row in rest
    )
    sheet = Sheet(headings, tuple((number, row) for number, row in texts if any(row)))
    if not sheet.rows:
        raise Refused("The sheet has nothing below its headings.")
    return sheet
