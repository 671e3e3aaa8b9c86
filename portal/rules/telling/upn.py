"""Unique pupil numbers: check letter, three digits of the authority, ten more characters.

The check letter is verified; the authority's number is not, because new ones appear. A UPN is for
use in education only: it never appears in a notice, a submission or a mail's subject.
"""

from __future__ import annotations

import re

_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
"""Without I, O and S; a letter's value is its place."""
_SHAPE = re.compile(rf"[{_LETTERS}][0-9]{{11}}[0-9{_LETTERS}]")


def normal(text: str) -> str:
    """`text` without spaces, in capitals."""
    return "".join(text.split()).upper()


def check_letter(rest: str) -> str:
    """The letter that belongs before the last twelve characters of a UPN.

    A temporary number ends in a letter, which counts with its own value.
    """
    total = sum(
        place * (int(sign) if sign.isdigit() else _LETTERS.index(sign))
        for place, sign in enumerate(rest, start=2)
    )
    return _LETTERS[total % len(_LETTERS)]


def is_valid(text: str) -> bool:
    """Whether `text`, spaces and case aside, is a permanent or temporary UPN."""
    upn = normal(text)
    return bool(_SHAPE.fullmatch(upn)) and check_letter(upn[1:]) == upn[0]
