"""An uploaded .xlsx, .ods or .csv as rows of cells, within limits."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from python_calamine import CalamineError, CalamineWorkbook

from portal.errors import Refused
from portal.sheets.cells import Cell
from portal.sheets.opendocument import is_ods
from portal.sheets.opendocument import rows as opendocument
from portal.sheets.package import DAMAGED, MOST_COLUMNS, MOST_ROWS, NOT_A_SHEET, looked_through

LARGEST_FILE = 10 * 1024 * 1024
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_NOT_READ = "We could not read the spreadsheet. Open it, save it as .xlsx and try again."

Row = list[Cell]


def _xlsx(content: bytes) -> Iterator[Row]:
    try:
        sheet = CalamineWorkbook.from_filelike(looked_through(content)).get_sheet_by_index(0)
        for row in sheet.iter_rows():
            yield [None if cell == "" else cell for cell in row]
    except (CalamineError, IndexError, *DAMAGED) as error:
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
        raise Refused(NOT_A_SHEET)
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
