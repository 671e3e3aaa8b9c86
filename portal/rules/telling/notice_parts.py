"""The nine parts of a notice, and which of them the law asks for (DBRP-5.16.1-4, 5.17).

UK GDPR Article 34(2) asks for four contents; the other parts are what the response plan adds:
how and when, what data, what was done, how to protect oneself.

One text is agreed and goes to every kind of reader: parents, older pupils, adults, authorities.
What differs by reader is never written by hand, but added for each notice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tenants.regulator import ICO


@dataclass(frozen=True, slots=True)
class NoticePart:
    """One part: its key, the heading people read, and what the writer is asked."""

    key: str
    title: str
    ask: str


NOTICE_PARTS: tuple[NoticePart, ...] = (
    NoticePart("what_happened_how", "What happened", "What happened, and how, in plain words?"),
    NoticePart("when", "When it happened", "When did it happen, and when did you find out?"),
    NoticePart("what_data", "What information was involved", "Which kinds of information?"),
    NoticePart("consequences", "What this could mean", "What is likely to come of it?"),
    NoticePart("done", "What we have done", "What have you done about it so far?"),
    NoticePart("doing_next", "What we are doing next", "What will you do, and by when?"),
    NoticePart(
        "protect_yourself",
        "What you can do",
        "What can people do to protect themselves? Advice for each kind of information is added.",
    ),
    NoticePart("contact", "Who to ask", "Who can they ask? Name, phone and e-mail of the DPO."),
    NoticePart("complain", "How to complain", f"How can they complain to you and the {ICO}?"),
)

OPENING = "opening"
"""What a translation and the pupils' own words have before the nine parts."""
FOR_PUPILS = "en"
"""The language of the pupils' own words."""

PARTS_BY_KEY = {part.key: part for part in NOTICE_PARTS}


@dataclass(frozen=True, slots=True)
class LegalContent:
    """One of the four contents; any of `parts` brings it."""

    clause: str
    title: str
    parts: tuple[str, ...]


LEGAL_CONTENTS: tuple[LegalContent, ...] = (
    LegalContent("5.16.1", "what happened (the nature of the breach)", ("what_happened_how",)),
    LegalContent("5.16.2", "the name and contact details of the DPO", ("contact",)),
    LegalContent("5.16.3", "the likely consequences", ("consequences",)),
    LegalContent("5.16.4", "what you have done or will do about it", ("done", "doing_next")),
)

_TO_PARENTS_ALONE = re.compile(
    r"\byour\s+(?:\w+\s+)?(?:child|children|kids?|sons?|daughters?|pupils?(?!\s+number))\b",
    re.IGNORECASE,
)


def _written(parts: Iterable[tuple[str, str]]) -> frozenset[str]:
    return frozenset(key for key, text in parts if text.strip())


def lacking(parts: Iterable[tuple[str, str]]) -> tuple[LegalContent, ...]:
    """The legal contents that `parts` (key, text) does not have: with one, no approval."""
    written = _written(parts)
    return tuple(content for content in LEGAL_CONTENTS if written.isdisjoint(content.parts))


def unwritten(parts: Iterable[tuple[str, str]]) -> tuple[NoticePart, ...]:
    """The parts of the nine still empty: pointed out, never a bar (DBRP-5.17)."""
    written = _written(parts)
    return tuple(part for part in NOTICE_PARTS if part.key not in written)


def for_parents_alone(parts: Iterable[tuple[str, str]]) -> tuple[NoticePart, ...]:
    """The parts that speak of "your child" and the like: a pupil or adult reads them as well."""
    found = {key for key, text in parts if _TO_PARENTS_ALONE.search(text)}
    return tuple(part for part in NOTICE_PARTS if part.key in found)
