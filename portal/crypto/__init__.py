"""Sealing, wrapping and matching of what must not be readable in the database.

Master key → school key → incident key; destroying an incident key erases all that it sealed. Bytes
and key objects only: wrapped keys are read and written in `portal/store/keys.py`.
"""

from portal.crypto.chunks import CHUNK_BYTES, seal_chunk, unseal_chunk
from portal.crypto.index import index_hmac
from portal.crypto.keyring import KeyRing, UnknownMasterKey
from portal.crypto.sealing import KEY_BYTES, Tampered, new_key, seal, unseal

__all__ = [
    "CHUNK_BYTES",
    "KEY_BYTES",
    "KeyRing",
    "Tampered",
    "UnknownMasterKey",
    "index_hmac",
    "new_key",
    "seal",
    "seal_chunk",
    "unseal",
    "unseal_chunk",
]
