"""Small .xlsx files that would end the process, or keep it busy for hours, were they laid out."""

from __future__ import annotations

import io
from contextlib import suppress
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter

from portal.errors import Refused
from portal.sheets.reading import rows_of
from tests.sheets.test_opendocument import cell, ods, row

SHEET = "xl/worksheets/sheet1.xml"
FAR = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
CELL = '<c t="inlineStr"><is><t>x</t></is></c>'


def written(rows: str = "", *, after: bytes = b"", declared: str = "") -> bytes:
    """A sheet of one cell, with more rows in it, and another part after it."""
    plain, made = io.BytesIO(), io.BytesIO()
    with xlsxwriter.Workbook(plain) as book:
        book.add_worksheet().write(0, 0, "Surname")
    with ZipFile(plain) as given, ZipFile(made, "w", ZIP_DEFLATED) as package:
        for name in given.namelist():
            part = given.read(name)
            if name == SHEET:
                part = part.replace(b"</sheetData>", f"{rows}</sheetData>".encode())
                part = part.replace(b"?>", b"?>" + declared.encode(), 1)
            package.writestr(name, part)
        if after:
            package.writestr(f"{SHEET}~", after)
    return made.getvalue()


def hidden_behind_another() -> bytes:
    """Two parts of one name for us, as names end at a zero; for calamine they are two."""
    return written(FAR, after=b"<worksheet/>").replace(f"{SHEET}~".encode(), f"{SHEET}\0".encode())


@pytest.mark.parametrize(
    "content",
    [
        hidden_behind_another(),
        written(FAR),
        written(FAR.replace("1048576", f"1{'0' * 33}1048576")),
        written(f'<row><c r="{"A" * 40}3"/></row>'),
        written("<row/>" * 300_000 + f"<row>{'<c/>' * 100}{CELL}</row>"),
        written(f'<x:row xmlns:x="x" r="400000"><x:c r="B9"/>{"<c/>" * 100}</x:row>'),
        written(f'<row r="{" " * 1_000_000}"/>'),
        written(declared='<!DOCTYPE a [<!ENTITY b "c">]>'),
    ],
    ids=["hidden", "far", "row", "column", "counted", "prefixed", "spaces", "declared"],
)
def test_a_sheet_that_reaches_too_far_is_never_laid_out(content: bytes) -> None:
    with pytest.raises(Refused):
        rows_of(content)


def test_cells_without_a_place_follow_each_other() -> None:
    assert rows_of(written(f"<row/><row>{CELL}{CELL}</row>")) == [
        (1, ["Surname", None]),
        (3, ["x", "x"]),
    ]


@pytest.mark.parametrize("of", [written(), ods(row(cell("x")))])
def test_a_damaged_file_is_read_or_refused_wherever_the_damage_is(of: bytes) -> None:
    for place in range(len(of) - 120, len(of)):
        damaged = bytearray(of)
        damaged[place] ^= 0x81
        with suppress(Refused):
            rows_of(bytes(damaged))
