"""The first sheet of an OpenDocument spreadsheet (.ods), as LibreOffice saves it, within limits.

Read by ourselves, cell by cell: LibreOffice writes 'and a million empty rows' in one tag, and a
reader that lays them out would end the process.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Final
from xml.etree import ElementTree as ET

from portal.errors import Refused
from portal.sheets.cells import Cell
from portal.sheets.package import DAMAGED

MIMETYPE: Final = b"application/vnd.oasis.opendocument.spreadsheet"
_NOT_READ: Final = "We could not read the spreadsheet. Open it, save it as .xlsx and try again."
_LARGEST: Final = 60 * 1024 * 1024
_MOST_ROWS: Final = 20_000
_MOST_COLUMNS: Final = 200
_MOST_ELEMENTS: Final = 2_000_000
"""What a full sheet has, twice over: some MB of tiny tags would take gigabytes laid out."""
_TOO_BIG: Final = "The spreadsheet is too big. Split it into several."
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_BLANKS: Final = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n", f"{_TEXT}s": " "}


def is_ods(content: bytes) -> bool:
    """Whether a zip says that it is one: its first part, stored as it is, is its type."""
    return content[30 : 30 + len(b"mimetype") + len(MIMETYPE)] == b"mimetype" + MIMETYPE


def rows(content: bytes) -> Iterator[list[Cell]]:
    """Each row of the first sheet. Raises Refused: too big, or not readable."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if archive.getinfo("content.xml").file_size > _LARGEST:
                raise Refused(_TOO_BIG)
            body = archive.read("content.xml")
    except (KeyError, *DAMAGED) as error:
        raise Refused(_NOT_READ) from error
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body or b"\0" in body:
        raise Refused(_NOT_READ)
    yield from _first_sheet(body)


def _first_sheet(body: bytes) -> Iterator[list[Cell]]:
    laid_out = 0
    try:
        parsed = ET.iterparse(io.BytesIO(body))  # noqa: S314 - no DTD, checked above
        for number, (_event, element) in enumerate(parsed):
            if number > _MOST_ELEMENTS or laid_out > 2 * _MOST_ROWS:
                raise Refused(_TOO_BIG)
            if element.tag == f"{_TABLE}table-row":
                row = _row(element)
                times = _repeated(element, "rows")
                if row or times <= _MOST_ROWS:
                    laid_out += times
                    yield from [row] * min(times, _MOST_ROWS + 1)
                element.clear()
            elif element.tag == f"{_TABLE}table":
                return
    except ET.ParseError as error:
        raise Refused(_NOT_READ) from error


def _row(element: ET.Element) -> list[Cell]:
    cells: list[Cell] = []
    for cell in element.iter(f"{_TABLE}table-cell"):
        value = _value(cell)
        times = _repeated(cell, "columns")
        if len(cells) <= _MOST_COLUMNS:
            cells += [value] * min(times, _MOST_COLUMNS + 1)
        if len(cells) > _MOST_COLUMNS and value is not None:
            raise Refused(f"The sheet has more than {_MOST_COLUMNS} columns.")
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def _value(cell: ET.Element) -> Cell:
    kind = cell.get(f"{_OFFICE}value-type", "")
    try:
        if kind == "date":
            return datetime.fromisoformat(cell.get(f"{_OFFICE}date-value", ""))
        if kind in {"float", "percentage", "currency"}:
            return float(cell.get(f"{_OFFICE}value", ""))
    except ValueError:
        return _said(cell)
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value") == "true"
    return _said(cell)


def _said(cell: ET.Element) -> str | None:
    for blank in cell.iter():  # tabs, line breaks and further spaces are tags there
        blank.text = _BLANKS.get(blank.tag, blank.text)
    paragraphs = ("".join(each.itertext()) for each in cell.findall(f"{_TEXT}p"))
    return "\n".join(paragraphs).strip() or None


def _repeated(element: ET.Element, what: str) -> int:
    try:
        return max(1, int(element.get(f"{_TABLE}number-{what}-repeated", "1")))
    except ValueError:
        return 1
