"""AES-256-GCM, bound to the place in the database where the ciphertext lies."""

from __future__ import annotations

import os
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from portal.errors import PortalError

KEY_BYTES: Final = 32

_VERSION: Final = b"\x01"
_NONCE_BYTES: Final = 12
_HEADER: Final = len(_VERSION) + _NONCE_BYTES


class Tampered(PortalError):
    """A sealed value was altered, moved to another place, or sealed with another key."""


def new_key() -> bytes:
    """A fresh random key of 256 bits."""
    return AESGCM.generate_key(bit_length=KEY_BYTES * 8)


def seal(key: bytes, plain: bytes, *, table: str, column: str, row: UUID) -> bytes:
    """Encrypt for this column of this row: version byte, 96-bit nonce, ciphertext with its tag."""
    nonce = os.urandom(_NONCE_BYTES)
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, plain, _place(table, column, row))


def unseal(key: bytes, sealed: bytes, *, table: str, column: str, row: UUID) -> bytes:
    """Decrypt what `seal` made for this place. Raises Tampered for anything else."""
    if sealed[:1] != _VERSION:
        raise Tampered(f"{table}.{column} holds no sealed value of a known version")
    nonce, ciphertext = sealed[1:_HEADER], sealed[_HEADER:]
    try:
        return AESGCM(key).decrypt(nonce, ciphertext, _place(table, column, row))
    except (InvalidTag, ValueError):  # ValueError: too short to hold nonce and tag
        raise Tampered(f"a sealed value in {table}.{column} does not open") from None


def _place(table: str, column: str, row: UUID) -> bytes:
    return _VERSION + f"{table}|{column}|{row}".encode()
