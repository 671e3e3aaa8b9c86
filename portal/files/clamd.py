"""A ClamAV daemon as the virus scanner, over its INSTREAM command."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from typing import Final

from portal.errors import ScannerAway

ANSWER_SECONDS: Final = 15.0


@dataclass(frozen=True, slots=True)
class ClamdScanner:
    """The `Scanner` of `portal.host` at 'host:port' or at the path of a socket."""

    address: str

    def is_clean(self, content: Iterable[bytes]) -> bool:
        """Whether nothing was found. Raises `ScannerAway` when there is no verdict."""
        try:
            with closing(self._connect()) as connection:
                connection.sendall(b"zINSTREAM\0")
                for piece in content:
                    if piece:
                        connection.sendall(struct.pack("!I", len(piece)) + piece)
                connection.sendall(struct.pack("!I", 0))
                verdict = _answer(connection)
        except OSError:
            raise ScannerAway("the virus scanner did not answer") from None
        if verdict.endswith(b" FOUND"):
            return False
        if verdict.endswith(b" OK"):
            return True
        raise ScannerAway("the virus scanner gave no verdict")

    def _connect(self) -> socket.socket:
        if self.address.startswith("/"):
            connection = socket.socket(socket.AF_UNIX)
            connection.settimeout(ANSWER_SECONDS)
            connection.connect(self.address)
            return connection
        host, _, port = self.address.rpartition(":")
        return socket.create_connection((host, int(port)), timeout=ANSWER_SECONDS)


def _answer(connection: socket.socket) -> bytes:
    answer = b""
    while not answer.endswith(b"\0") and (more := connection.recv(4096)):
        answer += more
    return answer.rstrip(b"\0\n")
