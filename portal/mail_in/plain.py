"""HTML as text: what it says, and nothing of what it does.

Gone through once from beginning to end: the standard parser takes minutes for 100 kB of a page
that was made to keep it busy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

_SILENT: Final = frozenset({"head", "script", "style", "template", "title"})
_BLOCKS: Final = frozenset(
    {"br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "table", "ul", "ol", "blockquote", "hr"}
)
_TAG: Final = re.compile(r"<(?:(/?)([a-z][a-z0-9]*+)|[!?/])[^<>]*+>", re.IGNORECASE)


def text_of(html: str) -> str:
    """The words of a page, a line for each block; no links, no pictures, no scripts."""
    lines = (" ".join(line.split()) for line in "".join(_said(_uncommented(html))).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _uncommented(html: str) -> str:
    """Without comments; one that does not end goes on to the end, as in a browser."""
    first, *others = html.split("<!--")
    return "".join([first, *(piece.partition("-->")[2] for piece in others)])


def _said(html: str) -> Iterator[str]:
    at = silent = 0
    for tag in _TAG.finditer(html):
        if not silent:
            yield _words(html[at : tag.start()])
        at, closing, name = tag.end(), tag[1], (tag[2] or "").lower()
        if name in _SILENT and not tag[0].endswith("/>"):
            silent = max(0, silent + (-1 if closing else 1))
        if name in _BLOCKS:
            yield "\n- " if name == "li" and not closing else "\n"
    if not silent:
        yield _words(html[at:])


def _words(text: str) -> str:
    words = unescape(text).split()
    return " ".join(words) + " " if words else " "
