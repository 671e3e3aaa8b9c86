"""An uploaded .xlsx, .ods or .csv as rows of cells, within limits."""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from python_calamine import CalamineError, CalamineWorkbook

from portal.errors import Refused
from portal.sheets.cells import Cell
from portal.sheets.opendocument import is_ods
from portal.sheets.opendocument import rows as opendocument

LARGEST_FILE = 10 * 1024 * 1024
LARGEST_UNPACKED = 60 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 200
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_PLACE = re.compile(rb"""\br\s*=\s*["']\s*([A-Za-z]{0,9})0*(\d{0,20})\s*["']""")
_NO_SHEET = (
    "This is not a spreadsheet that we can read. Take off any password, and save it as .xlsx or "
    ".csv."
)
_NOT_READ = "We could not read the spreadsheet. Open it, save it as .xlsx and try again."

Row = list[Cell]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return max(1, number)


def _check_inside(content: bytes) -> None:
    """Refuse what would exhaust memory: calamine reserves the whole area between the outermost
    cells, so that a tiny file with one cell in the last corner would end the process.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = frozenset(archive.namelist())
        if "xl/workbook.xml" not in names or names & {"xl/workbook.bin", "mimetype"}:
            raise Refused(_NO_SHEET)
        if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED:
            raise Refused("The spreadsheet is too big. Split it into several.")
        rows = columns = 1
        for name in names:
            part = archive.read(name)
            if name.endswith(".xml") and b"\0" in part:
                raise Refused(_NOT_READ)
            for letters, number in _PLACE.findall(part):
                rows = max(rows, int(number or 1))
                columns = max(columns, _column(letters))
    if rows * columns > MOST_ROWS * MOST_COLUMNS:
        raise Refused(
            "The sheet has something, perhaps only a colour, far below or beside the list. "
            "Copy the list into a new spreadsheet and try again."
        )


def _xlsx(content: bytes) -> Iterator[Row]:
    try:
        _check_inside(content)
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        for row in sheet.iter_rows():
            yield [None if cell == "" else cell for cell in row]
    except (CalamineError, zipfile.BadZipFile, zlib.error, RuntimeError, IndexError) as error:
        raise Refused(_NOT_READ) from error


def _csv(content: bytes) -> Iterator[Row]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    header = text.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield [cell or None for cell in row]
    except csv.Error as error:
        raise Refused("We could not read the file. Save it as .xlsx and try again.") from error


def rows_of(content: bytes) -> list[tuple[int, Row]]:
    """The rows that hold anything, with their numbers as the sheet shows them (from 1).

    Only the first sheet is read. Raises Refused: empty, too big, or not a spreadsheet.
    """
    if len(content) > LARGEST_FILE:
        raise Refused("The file is bigger than 10 MB. Split it into several.")
    if content.startswith(_OLD_EXCEL) or (b"\0" in content and not content.startswith(_ZIP)):
        raise Refused(_NO_SHEET)
    rows: list[tuple[int, Row]] = []
    if is_ods(content):
        source = opendocument(content)
    else:
        source = _xlsx(content) if content.startswith(_ZIP) else _csv(content)
    for number, row in enumerate(source, start=1):
        if len(row) > MOST_COLUMNS:
            raise Refused(f"The sheet has more than {MOST_COLUMNS} columns.")
        if any(cell is not None and str(cell).strip() for cell in row):
            rows.append((number, row))
        if len(rows) > MOST_ROWS:
            raise Refused(f"The sheet has more than {MOST_ROWS:,} rows. Split it into several.")
    if not rows:
        raise Refused("The file is empty.")
    return rows
