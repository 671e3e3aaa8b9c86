"""Evidence: which files are taken, and what a decision may rest on (SIP-3c)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Protocol
from uuid import UUID

from portal.rules.facts import Facts
from portal.rules.facts.evidence import EvidenceFile
from portal.rules.plain_text import clean

MOST_FILES = 200
"""Of one incident; what comes later is asked to be sent together."""
MOST_OF_A_STRANGER = 20
"""Of somebody who has not signed in."""

TEXT = frozenset({"txt", "csv", "log"})
"""Without a signature of their own: told by what they are not."""
_ALIKE: tuple[frozenset[str], ...] = (
    frozenset({"jpg", "jpeg", "jfif", "jpe"}),
    frozenset({"tif", "tiff"}),
    frozenset({"heic", "heif"}),
    frozenset({"docx", "xlsx", "pptx", "odt", "ods", "odp", "zip"}),  # all of them zipped
    frozenset({"doc", "xls", "ppt", "msg"}),  # all of them compound documents
    frozenset({"mp4", "m4a", "mov"}),
)
_LONE = frozenset({"pdf", "png", "gif", "webp", "eml", "rtf", "mp3", "wav"})
ALLOWED = _LONE.union(TEXT, *_ALIKE) - {"zip", "jfif", "jpe"}
"""Extensions of what schools have as evidence: nothing that runs, no page, no archive."""

_LONGEST_NAME = 120
_START = 60
"""Characters by which a note is named."""


class Scan(StrEnum):
    """What the virus scanner said. Values are stored."""

    CLEAN = "clean"
    WAITING = "waiting"
    """The scanner did not answer; it is asked again."""
    NOT_SCANNED = "not_scanned"
    """There is no scanner."""
    INFECTED = "infected"
    """Found later: kept closed."""


class Content(Protocol):
    """What is in a file, in pieces, as often as it is asked for."""

    def __iter__(self) -> Iterator[bytes]:
        """From the beginning."""
        ...


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that is whole, of an allowed type and not known to be infected."""

    id: UUID
    name: str
    size: int
    sha256: str
    scan: Scan


def plain_name(name: str) -> str:
    """A name without folders, control characters and tricks of direction, not too long."""
    last = clean(name.replace("\\", "/").rpartition("/")[2]).lstrip(".")
    path = PurePosixPath(last or "file")
    return f"{path.stem[:_LONGEST_NAME]}{path.suffix[:10]}"


def extension(name: str) -> str:
    """In small letters, without the dot; '' for none."""
    return PurePosixPath(name).suffix.lower().removeprefix(".")


def alike(extension: str) -> frozenset[str]:
    """The extensions whose content looks like that of this one."""
    return next((group for group in _ALIKE if extension in group), frozenset({extension}))


def same_as(facts: Facts, sha256: str) -> EvidenceFile | None:
    """The file of this incident with the same content."""
    return next((each for each in facts.evidence if each.sha256 == sha256), None)


def can_rest_on(facts: Facts) -> dict[UUID, str]:
    """What a decision may name as its ground: files and notes, newest first."""
    files = [(each.at, each.id, each.name) for each in facts.evidence]
    notes = [(each.at, each.id, f"Note: {_start(each.text)}") for each in facts.notes]
    return {ident: words for _, ident, words in sorted([*files, *notes], reverse=True)}


def names_of(facts: Facts, ids: Iterable[UUID]) -> tuple[str, ...]:
    """What a decision rests on, in words."""
    known = can_rest_on(facts)
    return tuple(known[each] for each in ids if each in known)


def _start(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _START else f"{line[:_START].rsplit(' ', 1)[0]} …"
