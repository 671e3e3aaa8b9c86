"""The master key, which lies outside the database, and the school keys it wraps."""

from __future__ import annotations

import hashlib
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from portal.crypto.sealing import KEY_BYTES, seal, unseal
from portal.errors import PortalError

_FINGERPRINT_BYTES: Final = 8
_TABLE: Final = "portal_school_key"


class UnknownMasterKey(PortalError):
    """A school key was wrapped with a master key that this deployment does not have."""


class KeyRing:
    """The master key in use, and earlier ones that still open what they wrapped.

    Keys have 32 bytes; ValueError otherwise. Its `repr` shows no key.
    """

    def __init__(self, master: bytes, *earlier: bytes) -> None:
        if any(len(key) != KEY_BYTES for key in (master, *earlier)):
            raise ValueError(f"a master key has {KEY_BYTES} bytes")
        self._current = _fingerprint(master)
        self._masters = {_fingerprint(key): key for key in (master, *earlier)}

    def __repr__(self) -> str:
        return f"<KeyRing of {len(self._masters)}>"

    def wrap(self, key: bytes, school_id: UUID) -> bytes:
        """Seal a school's key with the master key in use, or a host's secret under its own id."""
        master = self._masters[self._current]
        return self._current + seal(master, key, table=_TABLE, column="wrapped", row=school_id)

    def unwrap(self, wrapped: bytes, school_id: UUID) -> bytes:
        """Open a school's key. Raises UnknownMasterKey, or Tampered for another school's key."""
        fingerprint, sealed = wrapped[:_FINGERPRINT_BYTES], wrapped[_FINGERPRINT_BYTES:]
        if fingerprint not in self._masters:
            raise UnknownMasterKey("a school key was wrapped with a master key that is not here")
        return unseal(
            self._masters[fingerprint], sealed, table=_TABLE, column="wrapped", row=school_id
        )

    def wrapped_anew(self, wrapped: bytes, school_id: UUID) -> bytes | None:
        """What an earlier master key wrapped, wrapped with the one in use; None if it already is.

        Raises as `unwrap` does.
        """
        if wrapped.startswith(self._current):
            return None
        return self.wrap(self.unwrap(wrapped, school_id), school_id)

    def derived(self, purpose: str) -> bytes:
        """A key for what never lies in the database, like a form that travels; 32 bytes."""
        master = self._masters[self._current]
        return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"portal {purpose}".encode()).derive(
            master
        )


def _fingerprint(key: bytes) -> bytes:
    return hashlib.sha256(b"portal master key" + key).digest()[:_FINGERPRINT_BYTES]
