"""Where an upload lies until it is whole: sealed with a key that only this process holds.

Nothing readable reaches the disk, also when a request is abandoned or the machine goes down; and
however large the file, one piece of it is in memory at a time.
"""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import IO, Final
from uuid import UUID

from portal.crypto import new_key, seal_chunk, unseal_chunk

_PIECE: Final = 64 * 1024
_NOBODY: Final = UUID(int=0)


class SealedSpool:
    """A file object to be written once, then read from any place, as often as one likes."""

    def __init__(self) -> None:
        self._key = new_key()
        self._sealed: IO[bytes] = TemporaryFile()  # noqa: SIM115 - open as long as it lives
        self._lengths: list[int] = []
        self._pending = bytearray()
        self._at = 0
        self._open: tuple[int, bytes] = (-1, b"")
        self.size = 0

    def write(self, data: bytes) -> int:
        """Append."""
        self._pending += data
        self.size += len(data)
        while len(self._pending) >= _PIECE:
            self._put(bytes(self._pending[:_PIECE]))
            del self._pending[:_PIECE]
        return len(data)

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes from here; all that is left without one."""
        end = self.size if size < 0 else min(self.size, self._at + size)
        parts = []
        while self._at < end:
            piece, skip = divmod(self._at, _PIECE)
            part = self._get(piece)[skip : skip + end - self._at]
            parts.append(part)
            self._at += len(part)
        return b"".join(parts)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go there, as files do."""
        self._at = max(0, offset + (0, self._at, self.size)[whence])
        return self._at

    def tell(self) -> int:
        """Where it stands."""
        return self._at

    def seekable(self) -> bool:
        """It is."""
        return True

    def readable(self) -> bool:
        """It is."""
        return True

    def writable(self) -> bool:
        """It is."""
        return True

    @property
    def closed(self) -> bool:
        """Whether it is gone."""
        return self._sealed.closed

    def close(self) -> None:
        """Forget it."""
        self._sealed.close()

    def __del__(self) -> None:
        """An upload that broke off is closed by nobody."""
        self.close()

    def _put(self, piece: bytes) -> None:
        number = len(self._lengths)
        sealed = seal_chunk(self._key, piece, table="", row=_NOBODY, number=number, last=False)
        self._sealed.seek(0, 2)
        self._sealed.write(sealed)
        self._lengths.append(len(sealed))

    def _get(self, number: int) -> bytes:
        if number == len(self._lengths):  # what is not a whole piece yet is only here
            return bytes(self._pending)
        if self._open[0] != number:
            self._sealed.seek(number * self._lengths[0])  # whole pieces have one length
            sealed = self._sealed.read(self._lengths[number])
            plain = unseal_chunk(
                self._key, sealed, table="", row=_NOBODY, number=number, last=False
            )
            self._open = (number, plain)
        return self._open[1]
