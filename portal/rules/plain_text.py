"""Text from outside, made fit to store, to print, to put into a header and among our sentences."""

from __future__ import annotations

import re
import unicodedata

_NO_END = (
    *(rf"\b{title}" for title in ("Mr", "Mrs", "Ms", "Dr", "St", "Rev", "Revd", "Prof")),
    *(r"^[A-Z]", r"\s[A-Z]", r"\.[A-Z]"),
)
_FIRM = r"(?!(?<=\b(?:Ltd|plc|Inc)\.\s)[a-z])"
_END = re.compile("".join(f"(?<!(?i:{each}))" for each in _NO_END) + r"\.\s" + _FIRM)
"""A full stop that is none of a title, a saint, an initial, or a firm amid a sentence."""
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


def first_sentence(text: str) -> tuple[str, str]:
    """The first sentence without its full stop, and the rest: 'Mr. Jones' does not end one."""
    end = _END.search(text)
    first, rest = (text[: end.start()], text[end.end() :]) if end else (text, "")
    return first.rstrip("."), rest


def ended(text: str) -> str:
    """`text` as sentences with which others can stand: with a full stop, if it ended in none."""
    plain = text.strip()
    return plain if not plain or plain.endswith((".", "!", "?", "…")) else f"{plain}."
