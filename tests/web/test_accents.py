"""The accent colours: readable, the style sheet's own, and the nearest to what a school wants."""

import re
from pathlib import Path

from portal.web.parts import accents

SCSS = Path(__file__).parents[2] / "assets" / "_portal.scss"


def contrast_to_white(colour: str) -> float:
    """The contrast ratio of '#rrggbb' to white as WCAG 2 computes it, from 1 to 21."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return 1.05 / (luminance + 0.05)


def test_every_accent_can_be_read_in_both_directions() -> None:
    assert round(contrast_to_white("#000000")) == 21
    for colour in accents.ACCENTS.values():
        assert contrast_to_white(colour) >= 7


def test_the_style_sheet_has_the_same_accents() -> None:
    found = re.findall(r'^  "(\w+)": (#\w{6})', SCSS.read_text(), re.MULTILINE)
    assert dict(found) == accents.ACCENTS


def test_a_school_colour_becomes_the_nearest_that_can_be_read() -> None:
    assert accents.accent("navy") == "navy"
    assert accents.accent("#8b1f2f") == "maroon"
    assert accents.accent("1e5c62") == "teal"
    assert accents.accent("no colour") == accents.DEFAULT
