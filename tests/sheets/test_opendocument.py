"""An .ods as LibreOffice saves it: read in full, and its millions of empty cells never laid out."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import pytest

from portal.errors import Refused
from portal.sheets.opendocument import MIMETYPE
from portal.sheets.reading import rows_of

HEAD = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
)
TAIL = "</office:spreadsheet></office:body></office:document-content>"
MILLION = (
    '<table:table-row table:number-rows-repeated="1048573">'
    '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
)

FULL = "<text:p>x</text:p></table:table-cell>"


def cell(text: str = "", **said: str) -> str:
    told = " ".join(f'office:{name.replace("_", "-")}="{value}"' for name, value in said.items())
    return f"<table:table-cell {told}><text:p>{text}</text:p></table:table-cell>"


def row(*cells: str) -> str:
    rest = '<table:table-cell table:number-columns-repeated="16380"/>'
    return f"<table:table-row>{''.join(cells)}{rest}</table:table-row>"


def ods(*sheets: str, head: str = HEAD) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        book.writestr(zipfile.ZipInfo("mimetype"), MIMETYPE)
        tables = "".join(f"<table:table>{sheet}</table:table>" for sheet in sheets)
        book.writestr("content.xml", f"{head}{tables}{TAIL}")
    return out.getvalue()


@pytest.mark.clause("DBRP-A1-xlsx")
def test_the_first_sheet_is_read_with_its_kinds_and_no_empty_millions() -> None:
    content = ods(
        row(cell("Date"), cell("What"), cell("How many"), cell("Told?"))
        + row(
            cell("23/10/19", value_type="date", date_value="2019-10-23"),
            cell("Two</text:p><text:p>lines"),
            cell("4", value_type="float", value="4"),
            cell("WAHR", value_type="boolean", boolean_value="true"),
        )
        + MILLION,
        row(cell("Another sheet")),
    )
    assert rows_of(content) == [
        (1, ["Date", "What", "How many", "Told?"]),
        (2, [datetime(2019, 10, 23), "Two\nlines", 4.0, True]),  # noqa: DTZ001 - as a sheet has it
    ]


def test_tabs_and_line_breaks_keep_words_apart() -> None:
    words = "one<text:tab/>two<text:span>three<text:line-break/></text:span>four <text:s/>five"
    assert rows_of(ods(row(cell(words)))) == [(1, ["one\ttwothree\nfour  five"])]


def test_repeated_cells_are_what_they_stand_for() -> None:
    twice = (
        '<table:table-cell table:number-columns-repeated="2"><text:p>x</text:p></table:table-cell>'
    )
    assert rows_of(ods(row(twice, cell("y")))) == [(1, ["x", "x", "y"])]


@pytest.mark.parametrize(
    "content",
    [
        ods(row(cell("x")), head=f"<!DOCTYPE a [<!ENTITY b 'c'>]>{HEAD}"),
        ods("<broken"),
        ods(MILLION),
        ods(MILLION.replace("/></table:table-row>", f">{FULL}</table:table-row>")),
        ods('<table:table-row table:number-rows-repeated="20000"/>' * 100_000),
        ods(row('<table:table-cell table:number-columns-repeated="200"/>' * 50_000)),
        ods(row(cell("x")))[:200],
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(Refused):
        rows_of(content)
