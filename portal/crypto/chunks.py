"""Content too long for one value, sealed in pieces: none can be moved, left out, or cut off."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from portal.crypto.sealing import seal, unseal

CHUNK_BYTES: Final = 256 * 1024
"""Of plain content in one piece; the last may be shorter."""


def seal_chunk(
    key: bytes, plain: bytes, *, table: str, row: UUID, number: int, last: bool
) -> bytes:
    """Encrypt piece `number` (from 0) of what belongs to `row`, and whether it is the last."""
    return seal(key, plain, table=table, column=_place(number, last=last), row=row)


def unseal_chunk(
    key: bytes, sealed: bytes, *, table: str, row: UUID, number: int, last: bool
) -> bytes:
    """Decrypt it. Raises Tampered where it is another piece, or the end was cut off."""
    return unseal(key, sealed, table=table, column=_place(number, last=last), row=row)


def _place(number: int, *, last: bool) -> str:
    return f"body.{number}.{'last' if last else 'more'}"
