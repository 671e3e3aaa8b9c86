"""Codes that a phone shows (RFC 6238), and spare ones for when it is lost. Pure, but for chance."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING, Final

import pyotp

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

SECONDS: Final = 30
"""How long an app shows one code."""
SPARE_CODES: Final = 10
_SPARE_BYTES: Final = 8
_GROUP: Final = 4


def new_secret() -> str:
    """What a phone and the portal share, in base32; a person can type it."""
    return pyotp.random_base32()


def in_groups(secret: str) -> str:
    """The same in groups of four, to be read from a screen."""
    return " ".join(secret[at : at + _GROUP] for at in range(0, len(secret), _GROUP))


def address(secret: str, email: str, service: str) -> str:
    """What the square picture says to an app: `otpauth://totp/…`."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=service)


def turn_of(secret: str, code: str, at: datetime, *, after: int) -> int | None:
    """Which turn of the clock this code belongs to; None for a wrong one.

    Right are the code of this moment and those beside it: clocks of phones differ. One turn counts
    once: those up to `after` have been used.
    """
    digits = "".join(code.split())
    now = int(at.timestamp()) // SECONDS
    shown = pyotp.HOTP(secret)
    near = (now, now - 1, now + 1)
    return next((turn for turn in near if turn > after and shown.verify(digits, turn)), None)


def new_spares() -> tuple[str, ...]:
    """Codes to be printed, of 64 random bits each: 'b1f4-09ac-7d35-e2c8'."""
    plain = (secrets.token_hex(_SPARE_BYTES) for _ in range(SPARE_CODES))
    return tuple("-".join(one[at : at + _GROUP] for at in range(0, 16, _GROUP)) for one in plain)


def digest(user_id: UUID, spare: str) -> str:
    """How a spare code is kept: what was typed, without hyphens and spaces, under its owner."""
    typed = "".join(spare.split()).replace("-", "").lower()
    return hashlib.sha256(user_id.bytes + typed.encode()).hexdigest()
