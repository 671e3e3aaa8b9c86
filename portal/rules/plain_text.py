"""Text from outside, made fit to store, to print and to put into a header."""

from __future__ import annotations

import unicodedata

_UNWANTED = frozenset({"Cc", "Cf", "Cs", "Co"})


def clean(text: str, *, lines: bool = False) -> str:
    """`text` without control and formatting characters, composed (NFC), outer space removed.

    With `lines`, line breaks stay; otherwise any white space becomes one space.
    """
    if not lines:
        text = " ".join(text.split())
    elif not text.isprintable():
        text = "\n".join(text.splitlines()).replace("\t", " ")
    if not (text.isascii() and text.isprintable()):
        text = "".join(
            character
            for character in unicodedata.normalize("NFC", text)
            if character == "\n" or unicodedata.category(character) not in _UNWANTED
        )
    return text.strip()


def one_line(address: str) -> str:
    """A postal address on one line, with a comma where each of its lines ended."""
    lines = (clean(line).strip(" ,") for line in address.splitlines())
    return ", ".join(line for line in lines if line)
