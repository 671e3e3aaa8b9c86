"""The one cell writer, and the file that every spreadsheet program opens."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from portal.documents.spreadsheet import LONGEST_CELL, safe, xlsx
from portal.sheets.headed import sheet_of
from portal.sheets.reading import rows_of

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
TABLE = [
    ["=1+1", "+44 1632", "-5"],
    ["@SUM(A1)", "\tx", "\rcmd"],
    ["Zoë – “ok” & <b>", "two\nlines", ""],
]
NAMESPACE = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def made(rows: list[list[str]]) -> bytes:
    return b"".join(xlsx("Breach log", ["A", "=B", "C"], rows, made_at=AT))


def read(content: bytes) -> Sequence[Sequence[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


@pytest.mark.clause("DBRP-A1-xlsx")
@pytest.mark.parametrize(
    "text", ["=1", "+1", "-1", "@a", "\ta", "\ra", "\n=a", "  =a", "＝1", "\x00=1"]
)
def test_nothing_is_worked_out(text: str) -> None:
    assert safe(text).startswith("'")


@given(st.text())
def test_every_text_is_kept_but_for_what_no_file_can_hold(text: str) -> None:
    kept = safe(text)
    assert not kept.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))
    assert len(kept) <= LONGEST_CELL
    sheet = zipfile.ZipFile(io.BytesIO(made([[text]]))).read("xl/worksheets/sheet1.xml")
    ET.fromstring(sheet)  # noqa: S314 - our own


def test_a_cell_that_is_too_long_says_where_the_rest_is() -> None:
    assert safe("x" * 40_000).endswith("in the portal.")


@pytest.mark.clause("DBRP-A1-xlsx")
def test_what_is_written_is_read_again_as_text() -> None:
    head, *rows = read(made(TABLE))
    assert head == ["A", "'=B", "C"]
    assert rows[0] == ["'=1+1", "'+44 1632", "'-5"]
    assert rows[1][0] == "'@SUM(A1)"
    assert rows[2] == ["Zoë – “ok” & <b>", "two\nlines", ""]


def test_every_part_is_well_formed_and_named() -> None:
    with zipfile.ZipFile(io.BytesIO(made(TABLE))) as book:
        assert book.testzip() is None
        parts = {name: ET.fromstring(book.read(name)) for name in book.namelist()}  # noqa: S314 - our own
    kinds = {each.get("PartName") for each in parts["[Content_Types].xml"]} - {None}
    assert kinds == {f"/{name}" for name in parts if name.startswith("xl/") and "rels" not in name}
    sheet = parts["xl/worksheets/sheet1.xml"]
    cells = sheet.findall(".//m:c", NAMESPACE)
    assert {cell.get("t") for cell in cells} == {"inlineStr"}
    assert not sheet.findall(".//m:f", NAMESPACE), "no formula anywhere"
    assert [cell.get("r") for cell in cells][:3] == ["A1", "B1", "C1"]


def test_it_is_sent_as_it_is_made() -> None:
    asked = []

    def rows() -> Iterator[list[str]]:
        for number in range(3000):
            asked.append(number)
            yield [sha256(str(number).encode()).hexdigest() * 4, "", ""]

    pieces = [
        (len(asked), len(piece)) for piece in xlsx("Log", ["A", "B", "C"], rows(), made_at=AT)
    ]
    early = [size for known, size in pieces if 0 < known < 3000]
    assert sum(early) > 100_000, "most of it leaves before the last row is asked for"
    assert max(early) < 100_000


@pytest.mark.clause("DBRP-A1-xlsx")
def test_libreoffice_opens_what_we_write_and_we_what_it_makes_of_it(tmp_path: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not here: what it saved once is read by test_earlier_columns.")
    (tmp_path / "log.xlsx").write_bytes(made(TABLE))
    own = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [program, own, "--headless", "--convert-to", "ods", "--outdir", "saved", "log.xlsx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    saved = (tmp_path / "saved/log.ods").read_bytes()
    assert sheet_of(rows_of(saved)) == sheet_of(rows_of(made(TABLE)))
