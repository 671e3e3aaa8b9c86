from __future__ import annotations

from datetime import UTC, datetime

import pytest

from portal.rules.plain_text import clean
from portal.typeset import CannotTypeset, pdf, unprintable

AT = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    "name",
    ["Łukasz Żółć", "Şule Ağaoğlu", "Siân Ŵyn Ŷ", "Nguyễn Thị Ánh", "Ștefan Țurcanu", "Ångström Æ",
     "Đorđe Šćepanović", "Čeněk Řehoř", "Κώστας", "Ольга", "“quoted” – and … €5 ½"],
)  # fmt: skip
def test_names_of_europe_are_printed(name: str) -> None:
    assert unprintable(name) == ()


def test_a_symbol_without_a_glyph_is_named_once() -> None:
    assert unprintable("well done \U0001f9ff and \U0001f9ff, Ana") == ("\U0001f9ff",)


def test_data_cannot_name_another_template_or_run_code() -> None:
    assert pdf("glyphs", {"text": '#read("letters.typ") #sys.version'}, made_at=AT)
    with pytest.raises(CannotTypeset):
        pdf("glyphs", {"nothing": "here"}, made_at=AT)


@pytest.mark.parametrize(
    ("text", "lines", "expected"),
    [
        ("  a\t b\r\nc ", False, "a b c"),
        ("a\r\nb\rc\td", True, "a\nb\nc d"),
        ("x\x00\x1b[0m\u202ey\u200b", False, "x[0my"),
        ("Zoe\u0308", False, "Zoë"),
        ("a\u2028b", False, "a b"),
        ("a\u2028b", True, "a\nb"),
        ("\ud800x", False, "x"),
    ],
)
def test_clean(text: str, lines: bool, expected: str) -> None:
    assert clean(text, lines=lines) == expected
