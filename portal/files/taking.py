"""Take a file that somebody sends: its name, type, size, checksum, and what the scanner says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Protocol

from portal.crypto import CHUNK_BYTES
from portal.errors import Refused, ScannerAway
from portal.files.sniffing import HEAD_BYTES, check_type
from portal.rules.investigation.evidence import Content, NewFile, Scan, plain_name
from tenants.db import uuid7

if TYPE_CHECKING:
    from portal.host import Scanner


class Readable(Protocol):
    """What a file is read from."""

    def seek(self, offset: int, /) -> int:
        """Go there."""
        ...

    def read(self, size: int, /) -> bytes:
        """Up to so many bytes."""
        ...


@dataclass(frozen=True, slots=True)
class Pieces:
    """A file's content, a piece at a time, from the beginning whenever it is asked for."""

    stream: Readable

    def __iter__(self) -> Iterator[bytes]:
        """The pieces."""
        self.stream.seek(0)
        while piece := self.stream.read(CHUNK_BYTES):
            yield piece


def take(
    name: str,
    stream: Readable,
    scanner: Scanner | None,
    *,
    most_bytes: int,
    any_type: bool = False,
) -> tuple[NewFile, Content]:
    """The file, if it is one that is taken. Raises Refused with a sentence about it.

    `any_type`: for what is kept as it came because nobody can say what it is.
    """
    name, content = plain_name(name), Pieces(stream)
    checksum, size = sha256(), 0
    for piece in content:
        checksum.update(piece)
        size += len(piece)
    if size == 0:
        raise Refused(f"{name} is empty.", field="files")
    if size > most_bytes:
        megabytes = most_bytes // (1024 * 1024)
        raise Refused(f"{name} is larger than {megabytes} MB.", field="files")
    stream.seek(0)
    if not any_type:
        check_type(name, stream.read(HEAD_BYTES))
    scan = _scan(scanner, content)
    if scan is Scan.INFECTED:
        raise Refused(
            f"The virus scanner found something in {name}, so it was not kept. "
            "Do not open it again, and tell your IT contact.",
            field="files",
        )
    return NewFile(uuid7(), name, size, checksum.hexdigest(), scan), content


def _scan(scanner: Scanner | None, content: Content) -> Scan:
    if scanner is None:
        return Scan.NOT_SCANNED
    try:
        return Scan.CLEAN if scanner.is_clean(content) else Scan.INFECTED
    except ScannerAway:
        return Scan.WAITING
