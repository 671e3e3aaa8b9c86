"""A row of a spreadsheet with which something is not right."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WrongRow:
    """Which row, and what is not right with it: it repeats nothing that stands in a cell."""

    row: int
    sentence: str
