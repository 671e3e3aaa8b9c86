from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from pypdf import PdfReader

from portal.errors import Undeliverable
from portal.notices.letters import address_lines, letter, letters_run, letters_runs
from portal.rules.facts import NoticeText
from portal.rules.telling.addressees import AddresseeKind
from portal.rules.telling.envelope import About, Envelope, Sender
from portal.rules.telling.notice_parts import NOTICE_PARTS
from portal.typeset import page_count
from tests.notices.conftest import SENT_AT

REFERENCE = "INC-2026-0042"
NO_FONT = "\U00013080"
"""An amulet: no font of ours has it."""


def text_of(content: bytes) -> str:
    return " ".join(
        " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split()
    )


def neighbour(number: int, name: str = "") -> Envelope:
    return Envelope(
        id=UUID(int=number),
        to=AddresseeKind.PARENT,
        name=name or f"Household {number}",
        about=(About(f"Child {number}", ("name",)),),
        postal=f"{number} High Street\nHexworth\nEN99 {number}ZZ",
    )


def test_letter_is_accessible(words: NoticeText, envelope: Envelope, sender: Sender) -> None:
    reader = PdfReader(BytesIO(letter(words, envelope, sender, REFERENCE, SENT_AT)))
    root: dict[str, Any] = reader.root_object
    metadata = reader.xmp_metadata

    assert bool(root["/MarkInfo"]["/Marked"])
    assert root["/Lang"] == "en-GB"
    assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"])
    assert metadata is not None
    assert metadata.dc_title is not None
    assert "Letter from Alder Hill Primary School" in metadata.dc_title.values()
    assert b"pdfuaid:part" in metadata.stream.get_data()


@pytest.mark.clause("DBRP-5.16.1-4")
@pytest.mark.clause("DBRP-5.17")
def test_letter_has_the_nine_parts_and_the_address_once(
    words: NoticeText, envelope: Envelope, sender: Sender
) -> None:
    text = text_of(letter(words, envelope, sender, REFERENCE, SENT_AT))

    for part in NOTICE_PARTS:
        assert part.title in text
    assert text.count("7 Mill Lane") == 1
    assert "Ava Field and Ben Field" in text
    assert "Sunday 22 November 2026" in text
    assert "Chris Williams" in text
    assert "page 1 of" in text


def test_run_keeps_the_order_and_each_letter_its_own_household(
    words: NoticeText, sender: Sender
) -> None:
    run = letters_run(words, [neighbour(3), neighbour(1), neighbour(2)], sender, REFERENCE, SENT_AT)
    reader = PdfReader(BytesIO(run.content))
    pages = [page.extract_text() for page in reader.pages]
    starts = [place for place, text in enumerate(pages) if "Dear Household" in text]
    letters = [
        "".join(pages[start:end])
        for start, end in zip(starts, [*starts[1:], len(pages)], strict=True)
    ]

    assert run.made == (UUID(int=3), UUID(int=1), UUID(int=2))
    assert page_count(run.content) == len(pages)
    assert not any(start % 2 for start in starts), "two households on one sheet of paper"
    for own, text in zip((3, 1, 2), letters, strict=True):
        assert f"{own} High Street" in text
        assert f"Child {own}" in text
        assert not any(f"Child {other}" in text for other in {1, 2, 3} - {own})
        assert not any(f"{other} High Street" in text for other in {1, 2, 3} - {own})
        assert "page 1 of" in text


def test_markup_and_control_characters_come_out_as_text(
    words: NoticeText, envelope: Envelope, sender: Sender
) -> None:
    name = '#panic("x") $y$ *b* _i_ `c` @d <e> = f\x00\x1b\u202e'
    text = text_of(letter(words, replace(envelope, name=name), sender, REFERENCE, SENT_AT))

    assert 'Dear #panic("x") $y$ *b* _i_ `c` @d <e> = f,' in text


def test_a_letter_that_cannot_be_printed_stops_no_other(words: NoticeText, sender: Sender) -> None:
    envelopes = [neighbour(number) for number in range(1, 12)]
    envelopes[4] = neighbour(5, name=f"Household {NO_FONT}")
    envelopes[9] = replace(envelopes[9], postal=" ")
    run = letters_run(words, envelopes, sender, REFERENCE, SENT_AT)

    assert set(run.failed) == {UUID(int=5), UUID(int=10)}
    assert run.made == tuple(UUID(int=number) for number in (1, 2, 3, 4, 6, 7, 8, 9, 11))
    assert "Dear Household 11," in text_of(run.content)


def test_one_letter_that_cannot_be_made_says_why(words: NoticeText, sender: Sender) -> None:
    with pytest.raises(Undeliverable, match="cannot be printed"):
        letter(words, neighbour(1, name=NO_FONT), sender, REFERENCE, SENT_AT)
    with pytest.raises(Undeliverable, match="no postal address"):
        letter(words, replace(neighbour(1), postal=""), sender, REFERENCE, SENT_AT)


def test_a_long_run_is_several_files_in_one_order(words: NoticeText, sender: Sender) -> None:
    envelopes = [neighbour(number) for number in (5, 3, 1, 4, 2)]
    runs = list(letters_runs(words, envelopes, sender, REFERENCE, SENT_AT, a_file=2))

    assert [len(run.made) for run in runs] == [2, 2, 1]
    assert [made for run in runs for made in run.made] == [one.id for one in envelopes]
    assert ["Dear Household 4," in text_of(run.content) for run in runs] == [False, True, False]


def test_run_without_any_letter_is_empty(words: NoticeText, sender: Sender) -> None:
    run = letters_run(words, [replace(neighbour(1), postal="")], sender, REFERENCE, SENT_AT)

    assert run.content == b""
    assert run.failed == (UUID(int=1),)


def test_same_letters_make_the_same_file(
    words: NoticeText, envelope: Envelope, sender: Sender
) -> None:
    once = letter(words, envelope, sender, REFERENCE, SENT_AT)

    assert once == letter(words, envelope, sender, REFERENCE, SENT_AT)


def test_long_address_fits_the_window(envelope: Envelope) -> None:
    long = "Flat 2, The Old Mill, 14 Mill Lane, Lower End, Hexworth, Hertfordshire, EN99 2BB"
    lines = address_lines(replace(envelope, postal=long))

    assert len(lines) <= 6
    assert lines[-1] == "EN99 2BB"
    assert ", ".join(lines[1:]) == long
