"""The accent colours a school or host may have. Each is checked for contrast against white."""

from __future__ import annotations

import re

ACCENTS = {
    "teal": "#1d5b63",
    "blue": "#1b4f8f",
    "navy": "#22306b",
    "purple": "#54319f",
    "plum": "#722a5c",
    "maroon": "#7a1f2b",
    "brown": "#6b3f1d",
    "olive": "#4d5517",
    "green": "#1c5b38",
    "slate": "#37474f",
}
"""Name → colour; assets/_portal.scss has the same ones (a test compares)."""

DEFAULT = "teal"
_HEX = re.compile(r"#?([0-9a-fA-F]{6})")


def accent(wish: str) -> str:
    """The accent for a name or a '#rrggbb' of the school's: the nearest one that can be read.

    Colours travel as a class name: the pages' security policy allows no styles in the page.
    """
    if wish in ACCENTS:
        return wish
    found = _HEX.fullmatch(wish.strip())
    if not found:
        return DEFAULT
    wanted = _rgb(found[1])
    return min(ACCENTS, key=lambda name: _distance(_rgb(ACCENTS[name][1:]), wanted))


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two '#rrggbb' colours, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _rgb(digits: str) -> tuple[int, int, int]:
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def _distance(one: tuple[int, int, int], other: tuple[int, int, int]) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def _luminance(colour: str) -> float:
    channels = [part / 255 for part in _rgb(colour[1:])]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 (WCAG)
        for part in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
