"""Signatures by which others can tell that a record comes from this deployment, unaltered.

Ed25519 (RFC 8032), with a key derived from the master key: it lies in no database and no file. A
new master key brings a new signing key; what was signed before carries the public key it needs.
"""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from portal.crypto.keyring import KeyRing

_PURPOSE = "signing of records"


def sign(keyring: KeyRing, content: bytes) -> bytes:
    """The signature of `content`, 64 bytes."""
    return _private(keyring).sign(content)


def public_key(keyring: KeyRing) -> bytes:
    """The public key, 32 bytes: whoever has it from us in another way can trust a signature."""
    return _private(keyring).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def public_pem(keyring: KeyRing) -> bytes:
    """The same as `openssl pkeyutl -verify -pubin` reads it."""
    return (
        _private(keyring).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    )


def _private(keyring: KeyRing) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(keyring.derived(_PURPOSE))
