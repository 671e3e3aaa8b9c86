"""Every PDF that we make is PDF/UA-1, as far as a machine can tell from the file itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
)

from portal.documents.breach_log import log_pdf
from portal.documents.printed import Document, Item, Section, document_pdf
from portal.notices.letters import letters_run
from portal.regulators.printed import pack_pdf
from portal.rules.ending.breach_log import filled
from portal.rules.facts import NoticeText
from portal.rules.telling.envelope import Envelope, Sender
from portal.web.admin.contacts.offline import LOG, Line, Sheet, sheet_pdf
from tests.actions.table import NOW, WORMLEY, facts
from tests.regulators.incidents import INCIDENTS, snapshot
from tests.typeset.pdf_ua import faults, outline


def _nobody(_person: UUID) -> str:
    return "Jo Bell (Headteacher)"


def _report(name: str) -> bytes:
    return pack_pdf(snapshot(name).content)


def _log() -> bytes:
    known = facts()
    return log_pdf("Wormley", known, filled(known, WORMLEY, _nobody), version=7, made_at=NOW)


def _record() -> bytes:
    """As the record, the outcome report and the list of who was told are set."""
    sections = (
        Section("What was decided", (Item("By whom", "Jo Bell\n\nand others"), Item("Why", ""))),
        Section("", (Item("On its own", "without a heading"),)),
    )
    made = Document("The record", "Wormley", "INC-2026-0001", "State 7.", NOW, sections)
    return document_pdf(replace(made, summary=(("Stage", "closed"),)))


def _sheet() -> bytes:
    ring = Line("Headteacher", "Jo Bell", "01632 960101")
    return sheet_pdf(Sheet("Wormley", "Monday", (ring, ring), (ring,), ring, LOG), NOW)


OURS: dict[str, Callable[[], bytes]] = {
    **{f"report {name}": partial(_report, name) for name in INCIDENTS},
    "log": _log,
    "record": _record,
    "offline sheet": _sheet,
}


@pytest.mark.parametrize("name", OURS)
def test_what_we_print_conforms(name: str) -> None:
    assert faults(OURS[name]()) == []


def test_letters_conform(words: NoticeText, envelope: Envelope, sender: Sender) -> None:
    other = replace(envelope, id=UUID(int=5), name="Household 5")
    made = letters_run(words, [envelope, other], sender, "INC-2026-0042", NOW)
    assert faults(made.content) == []


def test_a_pasted_link_breaks_at_the_edge_of_the_page_and_keeps_its_letters() -> None:
    link = f"https://share.example.org/{'o' * 170}"
    ring = Line("Headteacher", link, "01632 960101")
    section = (Section("", (Item("What was sent", link),)),)
    for made in (
        document_pdf(Document("The record", "Wormley", "INC-2026-0001", "", NOW, section)),
        sheet_pdf(Sheet("Wormley", "Monday", (ring,), (ring,), ring, LOG), NOW),
    ):
        text = PdfReader(BytesIO(made)).pages[0].extract_text()
        assert link not in text
        assert link in text.replace("\n", "")


def test_a_report_is_read_part_by_part() -> None:
    levels = outline(_report("misdirected-mail"))
    assert levels[0] == "H1"
    assert levels.count("H1") == 1
    assert levels.count("H2") >= len("123456")


def _without(*path: str) -> Callable[[PdfWriter], None]:
    def take(writer: PdfWriter) -> None:
        node: Any = writer.root_object
        for step in path[:-1]:
            node = node[step].get_object()
        del node[path[-1]]

    return take


def _paint(writer: PdfWriter) -> None:
    """Text on the page that no tag knows."""
    more = DecodedStreamObject()
    more.set_data(b"BT /F0 12 Tf (secret) Tj ET")
    page = writer.pages[0]
    page[NameObject("/Contents")] = ArrayObject(
        [*_list(page["/Contents"]), writer._add_object(more)]
    )


def _list(value: Any) -> list[Any]:
    found = value.get_object()
    return list(found) if isinstance(found, ArrayObject) else [found.indirect_reference]


def _suspect(writer: PdfWriter) -> None:
    writer.root_object["/MarkInfo"][NameObject("/Suspects")] = BooleanObject(True)  # type: ignore[index]  # a dictionary of the PDF


def _first_heading(writer: PdfWriter) -> None:
    """The first heading of the second level becomes one of the fourth."""
    waiting = [writer.root_object["/StructTreeRoot"].get_object()]
    while waiting:
        node = waiting.pop(0)
        if not isinstance(node, DictionaryObject):
            continue
        if node.get("/S") == "/H2":
            node[NameObject("/S")] = NameObject("/H4")
            return
        kids = node.get("/K", [])
        kids = kids.get_object() if hasattr(kids, "get_object") else kids
        waiting += [kid.get_object() for kid in (kids if isinstance(kids, list) else [kids])]


PLANTED = {
    "language": (_without("/Lang"), "no language"),
    "title in the window": (_without("/ViewerPreferences"), "file name in place"),
    "claim": (_without("/Metadata"), "PDF/UA-1"),
    "marked": (_without("/MarkInfo"), "not marked"),
    "suspects": (_suspect, "suspect"),
    "tree": (_without("/StructTreeRoot"), "no tree"),
    "content": (_paint, "neither tagged nor an artifact"),
    "headings": (_first_heading, "comes one of level 4"),
}


@pytest.mark.parametrize("name", PLANTED)
def test_what_is_missing_is_found(name: str) -> None:
    plant, said = PLANTED[name]
    writer = PdfWriter(clone_from=PdfReader(BytesIO(_log())))
    plant(writer)
    changed = BytesIO()
    writer.write(changed)
    assert [each for each in faults(changed.getvalue()) if said in each]
