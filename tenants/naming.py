"""Short names of organisations, as they stand in addresses. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

SLUG: Final = "^[a-z0-9]+(-[a-z0-9]+)*$"
LONGEST: Final = 40
RESERVED: Final = frozenset(
    {
        "account",
        "admin",
        "api",
        "diary",
        "due-to-the-ico",
        "forgotten-password",
        "health-of-schools",
        "healthz",
        "mailbox",
        "portal-static",
        "readyz",
        "schools",
        "sign-in",
        "sign-out",
        "static",
        "welcome",
    }
)
"""First parts of addresses that are pages of their own, or may become some."""


@dataclass(frozen=True, slots=True)
class Taken:
    """An organisation that has one of the numbers or short names that were asked about."""

    urn: str | None
    slug: str
    theirs: bool
    """It is a school that whoever asks looks after."""


def is_slug(text: str) -> bool:
    """Whether an organisation can have this short name."""
    return re.fullmatch(SLUG, text) is not None and text not in RESERVED


def slug_of(name: str) -> str:
    """A short name out of a full one; '' where nothing is left."""
    plain = unicodedata.normalize("NFKD", name.replace("'", "").replace("’", ""))
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower())
    while words and len("-".join(words)) > LONGEST:
        words.pop()
    return "-".join(words)
