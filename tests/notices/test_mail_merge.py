"""The list of addresses that goes with a print run."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

from python_calamine import load_workbook

from portal.documents.spreadsheet import xlsx
from portal.rules.telling.envelope import Envelope
from portal.rules.telling.on_way import EnvelopeState, OnWay
from portal.rules.words import Channel
from portal.web.notices.merging import HEADINGS, rows
from tests.notices.conftest import SENT_AT


def on_way(
    envelope: Envelope,
    channel: Channel = Channel.LETTER,
    state: EnvelopeState = EnvelopeState.PRINTED,
) -> OnWay:
    return OnWay(envelope.id, channel, state, "", (), envelope.to_json())


def test_printed_letters_alone_in_the_order_of_the_run_and_nothing_a_spreadsheet_works_out(
    envelope: Envelope,
) -> None:
    listed = rows(
        (
            on_way(envelope),
            on_way(replace(envelope, name='=HYPERLINK("http://evil.example")')),
            on_way(envelope, state=EnvelopeState.POSTED),
            on_way(envelope, channel=Channel.EMAIL),
        )
    )
    content = b"".join(xlsx("Letters", HEADINGS, listed, made_at=SENT_AT))
    sheet = load_workbook(BytesIO(content)).get_sheet_by_index(0).to_python()
    head, *found = (tuple(row) for row in sheet)
    assert head == HEADINGS
    assert [(*row, *("",) * (len(HEADINGS) - len(row))) for row in found] == [
        ('\'=HYPERLINK("http://evil.example")', "7 Mill Lane", "Hexworth", "EN99 2BB", "", ""),
        ("Ms Dana Field", "7 Mill Lane", "Hexworth", "EN99 2BB", "", ""),
    ]
