"""A zip that is sent as it is made: nothing of it lies on disk, and never all of it in memory."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime


class _Growing(io.RawIOBase):
    """A file that is only written to; what it holds is taken away as it is sent."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, part: bytes) -> int:  # type: ignore[override]  # bytes are all it gets
        self._parts.append(bytes(part))
        return len(part)

    def taken(self) -> bytes:
        """What has been written since the last time."""
        parts, self._parts = self._parts, []
        return b"".join(parts)


def zipped(parts: Iterable[tuple[str, Iterable[bytes]]], *, made_at: datetime) -> Iterator[bytes]:
    """The zip of these (name, pieces), in this order; each piece is asked for when it is sent."""
    out = _Growing()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, pieces in parts:
            info = zipfile.ZipInfo(name, made_at.astimezone(UTC).timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            with book.open(info, "w", force_zip64=True) as entry:
                for piece in pieces:
                    entry.write(piece)
                    if made := out.taken():
                        yield made
    yield out.taken()
