"""A printed document of the school's own record, as PDF/UA: headings with their text."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from portal.rules.plain_text import clean
from portal.rules.uk_time import day_and_time
from portal.typeset import CannotTypeset, Json, pdf, unprintable


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
    """The PDF of a document; the same document gives the same file.

    A character that no font has, like an emoji, is printed by its number: a record is never
    refused to be printed for what somebody typed.
    """
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
    try:
        return pdf("document", data, made_at=document.made_at)
    except CannotTypeset:
        unknown = {ord(mark): f"[U+{ord(mark):04X}]" for mark in unprintable(_all_text(data))}
        return pdf("document", _translated(data, unknown), made_at=document.made_at)


def _all_text(value: Json) -> str:
    if isinstance(value, list):
        return "".join(_all_text(each) for each in value)
    if isinstance(value, dict):
        return "".join(_all_text(each) for each in value.values())
    return str(value)


def _translated(value: dict[str, Json], marks: dict[int, str]) -> dict[str, Json]:
    return {key: _other(each, marks) for key, each in value.items()}


def _other(value: Json, marks: dict[int, str]) -> Json:
    if isinstance(value, str):
        return value.translate(marks)
    if isinstance(value, list):
        return [_other(each, marks) for each in value]
    return _translated(value, marks) if isinstance(value, dict) else value


def _item(item: Item) -> Json:
    return {
        "heading": clean(item.heading),
        "text": clean(item.text, lines=True),
        "cite": clean(item.cite),
        "note": clean(item.note),
        "otherwise": item.otherwise,
    }
