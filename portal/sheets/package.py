"""An .xlsx looked through before it is laid out, and made again of what was looked at alone.

Calamine, which lays it out, reserves the whole area between the outermost cells: a tiny file with
one cell in the last corner would end the process. It also finds the parts of a zip and the places
of cells by rules of its own, so that a mere look could be deceived.
"""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from functools import cache
from typing import Final
from xml.parsers import expat

from portal.errors import Refused

MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 200
NOT_A_SHEET: Final = (
    "This is not a spreadsheet that we can read. Take off any password, and save it as .xlsx or "
    ".csv."
)
TOO_BIG: Final = "The spreadsheet is too big. Split it into several."
_TOO_FAR: Final = (
    "The sheet has something, perhaps only a colour, far below or beside the list. "
    "Copy the list into a new spreadsheet and try again."
)
DAMAGED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What reading a damaged zip raises."""
_LARGEST: Final = 60 * 1024 * 1024
_PLACE: Final = re.compile(r"([A-Z]{0,3})0*+([0-9]{0,7})", re.IGNORECASE | re.ASCII)


def looked_through(content: bytes) -> io.BytesIO:
    """The package, with its parts of XML only. Raises Refused, or one of DAMAGED."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(kept, "w") as made:
        names = dict.fromkeys(given.namelist())
        if "xl/workbook.xml" not in names:
            raise Refused(NOT_A_SHEET)
        if sum(part.file_size for part in given.infolist()) > _LARGEST:
            raise Refused(TOO_BIG)
        for name in names:
            part = given.read(name)
            if _is_xml_within_limits(part):
                made.writestr(name, part)
    kept.seek(0)
    return kept


def _is_xml_within_limits(part: bytes) -> bool:
    """False for pictures and the like, of which no cell is read. Raises Refused."""
    if b"\0" in part:
        return False
    try:
        _Extent().parser.Parse(part, True)
    except expat.ExpatError:
        return False
    return True


class _Extent:
    """How far the cells reach: one that does not say its place follows the one before it."""

    def __init__(self) -> None:
        self._row = self._column = self._rows = self._columns = 0
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = _refuse
        self.parser.StartElementHandler = self._start

    def _start(self, name: str, said: dict[str, str]) -> None:
        kind = name.rpartition(":")[2]
        if kind == "c":
            row, column = _place(said)
            self._column = column or self._column + 1
            self._reach(row or self._row, self._column)
        elif kind == "row":
            self._row, self._column = _place(said)[0] or self._row + 1, 0
            self._reach(self._row, 0)

    def _reach(self, row: int, column: int) -> None:
        if row > self._rows or column > self._columns:
            self._rows, self._columns = max(self._rows, row), max(self._columns, column)
            if self._rows * self._columns > MOST_ROWS * MOST_COLUMNS:
                raise Refused(_TOO_FAR)


def _place(said: dict[str, str]) -> tuple[int, int]:
    """Row and column from 1; 0 for what it does not say."""
    found = _PLACE.fullmatch(said.get("r", ""))
    if found is None:
        raise Refused(_TOO_FAR)
    return int(found[2] or 0), _column(found[1])


@cache
def _column(letters: str) -> int:
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return column


def _refuse(*_declared: object) -> None:
    raise Refused(NOT_A_SHEET)
