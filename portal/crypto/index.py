"""Matching without reading: a keyed hash of what must be found again (UPN, e-mail, receipt code).

The key is a school's own, so equal values in two schools do not look equal, and a hash without the
key says nothing even where few values are possible.
"""

from __future__ import annotations

import hashlib
import hmac
from functools import lru_cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from portal.crypto.sealing import KEY_BYTES


def index_hmac(school_key: bytes, text: str) -> bytes:
    """HMAC-SHA256 of `text` under the school's index key, 32 bytes. Normalise the text before."""
    return hmac.digest(_index_key(school_key), text.encode(), hashlib.sha256)


@lru_cache(maxsize=64)
def _index_key(school_key: bytes) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"portal index").derive(school_key)
