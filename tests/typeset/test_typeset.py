from __future__ import annotations

from datetime import UTC, datetime
from unicodedata import category

import pytest

from portal.rules.plain_text import clean
from portal.rules.telling.languages import LANGUAGES, Language, tag_of
from portal.rules.telling.notice_parts import NOTICE_PARTS
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
    assert unprintable("well done \U00013080 and \U00013080, Ana") == ("\U00013080",)


SCRIPTS = {
    "Latin": (0x41, 0x24F),
    "Latin, for Vietnamese and others": (0x1E00, 0x1EFF),
    "Greek": (0x370, 0x3FF),
    "Cyrillic": (0x400, 0x52F),
    "Armenian": (0x531, 0x587),
    "Hebrew": (0x5D0, 0x5F4),
    "Arabic": (0x620, 0x6FF),
    "Devanagari": (0x900, 0x97F),
    "Bengali": (0x980, 0x9FF),
    "Gurmukhi": (0xA00, 0xA7F),
    "Gujarati": (0xA80, 0xAFF),
    "Oriya": (0xB00, 0xB7F),
    "Tamil": (0xB80, 0xBFF),
    "Telugu": (0xC00, 0xC7F),
    "Kannada": (0xC80, 0xCFF),
    "Malayalam": (0xD00, 0xD7F),
    "Sinhala": (0xD80, 0xDFF),
    "Thai": (0xE00, 0xE7F),
    "Lao": (0xE80, 0xEFF),
    "Myanmar": (0x1000, 0x109F),
    "Georgian": (0x10A0, 0x10FF),
    "Ethiopic": (0x1200, 0x137F),
    "Khmer": (0x1780, 0x17FF),
    "Kana": (0x3041, 0x30FF),
    "Han": (0x4E00, 0x9FA5),
    "Hangul": (0xAC00, 0xD7A3),
}


@pytest.mark.parametrize("script", SCRIPTS)
def test_each_letter_mark_and_digit_of_a_script_has_a_glyph(script: str) -> None:
    first, last = SCRIPTS[script]
    written = (chr(code) for code in range(first, last + 1))
    assert unprintable("".join(sign for sign in written if category(sign)[0] in "LMN")) == ()


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
def test_each_language_of_notices_is_printed(language: Language) -> None:
    said = (language.own, *language.headings, language.english_follows)
    assert unprintable(" ".join(said)) == ()
    assert len(language.headings) in {0, len(NOTICE_PARTS)}
    assert all(tag_of(called) == language.tag for called in (language.tag, language.name))


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
