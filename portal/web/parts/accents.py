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


def _rgb(digits: str) -> tuple[int, int, int]:
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def _distance(one: tuple[int, int, int], other: tuple[int, int, int]) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))
