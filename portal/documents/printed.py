"""A printed document of the school's own record, as PDF/UA: headings with their text."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from portal.rules.plain_text import clean
from portal.rules.uk_time import day_and_time
from portal.typeset import Json, pdf


@dataclass(frozen=True, slots=True)
class Item:
    """A heading, its text, and a small note under it; `otherwise` stands where there is no text."""

    heading: str
    text: str
    cite: str = ""
    note: str = ""
    otherwise: str = "Nothing is recorded"


@dataclass(frozen=True, slots=True)
class Section:
    """Items under a title; '' for items that need none."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """All of one document. `version` is printed on every page: which state it shows."""

    title: str
    school: str
    reference: str
    version: str
    made_at: datetime
    sections: tuple[Section, ...]
    summary: tuple[tuple[str, str], ...] = field(default=())


def document_pdf(document: Document) -> bytes:
    """The PDF of a document; the same document gives the same file. Raises CannotTypeset."""
    data: dict[str, Json] = {
        "title": clean(document.title),
        "school": clean(document.school),
        "reference": clean(document.reference),
        "footer": f"{clean(document.version)} Made {day_and_time(document.made_at)}.",
        "summary": [[label, clean(value, lines=True)] for label, value in document.summary],
        "sections": [
            {"title": clean(section.title), "items": [_item(item) for item in section.items]}
            for section in document.sections
        ],
    }
    return pdf("document", data, made_at=document.made_at)


def _item(item: Item) -> Json:
    return {
        "heading": clean(item.heading),
        "text": clean(item.text, lines=True),
        "cite": clean(item.cite),
        "note": clean(item.note),
        "otherwise": item.otherwise,
    }
