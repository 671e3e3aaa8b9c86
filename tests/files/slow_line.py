"""A large upload that arrives a little at a time."""

from __future__ import annotations

import io
import itertools


class SlowLine(io.RawIOBase):
    """A multipart request that arrives a little at a time, and is never whole anywhere."""

    def __init__(self, size: int) -> None:
        head = (
            b'--XX\r\nContent-Disposition: form-data; name="note"\r\n\r\nThe log.\r\n'
            b'--XX\r\nContent-Disposition: form-data; name="files"; filename="long.log"\r\n\r\n'
        )
        line = b"0123456789abcde\n"
        self.at = 0
        self.length = len(head) + size + len(b"\r\n--XX--\r\n")
        lines = itertools.repeat(line * 1024, size // (len(line) * 1024))
        self.parts = itertools.chain([head], lines, [b"\r\n--XX--\r\n"])

    def readable(self) -> bool:
        return True

    def seek(self, _offset: int, whence: int = 0, /) -> int:
        self.at = self.length if whence else 0  # werkzeug's client asks how long it is
        return self.at

    def tell(self) -> int:
        return self.at

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]  # as a raw stream calls it
        part = next(self.parts, b"")
        buffer[: len(part)] = part
        return len(part)
