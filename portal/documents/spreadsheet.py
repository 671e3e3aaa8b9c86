"""A spreadsheet (.xlsx) written as it is sent: a row at a time, never on disk or whole in memory.

Every text that leaves in a cell goes through `safe`: Excel, LibreOffice and Google Sheets take a
cell that begins with one of a few characters for a formula once it is edited, or saved as CSV.
Cells are inline strings in ECMA-376's strict order, which every one of them opens.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import Final
from xml.sax.saxutils import escape

from portal.documents.streaming import zipped

LONGEST_CELL: Final = 32_767
"""Excel refuses a file with more in one cell."""
_CUT: Final = " […] The whole text is in the portal."
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NOT_XML: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"


def safe(text: str) -> str:
    """The text as a cell may hold it: nothing that a spreadsheet would work out, nothing too long.

    An apostrophe in front is how spreadsheets themselves say 'this is text'.
    """
    kept = _NOT_XML.sub("", text)
    if kept.startswith(_FORMULA) or kept.lstrip(" \u00a0").startswith(_FORMULA):
        kept = f"'{kept}"
    return kept if len(kept) <= LONGEST_CELL else kept[: LONGEST_CELL - len(_CUT)] + _CUT


def xlsx(
    sheet: str, headings: Sequence[str], rows: Iterable[Sequence[str]], *, made_at: datetime
) -> Iterator[bytes]:
    """The file in pieces. `headings` are the first row; every row has as many texts."""
    frame = ((name, (f"{_HEAD}{body}".encode(),)) for name, body in _frame(sheet))
    parts = chain(frame, [("xl/worksheets/sheet1.xml", _sheet(headings, rows))])
    return zipped(parts, made_at=made_at)


def _sheet(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    yield _sheet_head(len(headings)).encode()
    yield _row(1, headings, style=1)
    for number, row in enumerate(rows, start=2):
        yield _row(number, row, style=2)
    yield b"</sheetData></worksheet>"


def _row(number: int, texts: Sequence[str], *, style: int) -> bytes:
    cells = "".join(
        f'<c r="{_letters(place)}{number}" s="{style}" t="inlineStr">'
        f'<is><t xml:space="preserve">{_text(text)}</t></is></c>'
        for place, text in enumerate(texts)
        if text
    )
    return f'<row r="{number}">{cells}</row>'.encode()


def _text(text: str) -> str:
    # '_x000D_' would be read as a character; '_x005F_' is how a plain underscore is written there
    return escape(_ESCAPED.sub("_x005F_", safe(text)), {"\r": "&#13;"})


def _letters(place: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    found = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        found = chr(65 + rest) + found
    return found


def _sheet_head(columns: int) -> str:
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        f'</sheetView></sheetViews><cols><col min="1" max="{columns}" width="28" customWidth="1"/>'
        "</cols><sheetData>"
    )


def _frame(sheet: str) -> Iterator[tuple[str, str]]:
    """Everything of the package but the sheet itself."""
    yield (
        "[Content_Types].xml",
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(
            f'<Override PartName="/xl/{name}.xml" ContentType='
            f'"application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"/>'
            for name, kind in (
                ("workbook", "sheet.main"),
                ("styles", "styles"),
                ("worksheets/sheet1", "worksheet"),
            )
        )
        + "</Types>",
    )
    yield "_rels/.rels", _relations(("officeDocument", "xl/workbook.xml"))
    yield (
        "xl/_rels/workbook.xml.rels",
        _relations(("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")),
    )
    yield (
        "xl/workbook.xml",
        (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}/relationships"><sheets>'
            f'<sheet name="{escape(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
    )
    yield "xl/styles.xml", _STYLES


def _relations(*targets: tuple[str, str]) -> str:
    lines = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/relationships/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


_PLAIN_FONT: Final = '<font><sz val="11"/><name val="Calibri"/></font>'
_STYLES: Final = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="2">{_PLAIN_FONT}'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    + "".join(
        f'<xf numFmtId="49" fontId="{font}" fillId="0" borderId="0" xfId="0" '
        'applyNumberFormat="1" applyAlignment="1" quotePrefix="1">'
        '<alignment vertical="top" wrapText="1"/></xf>'
        for font in (1, 0)
    )
    + "</cellXfs></styleSheet>"
)
"""Everything is text (number format 49), and said to be: a cell stays text when it is edited."""
