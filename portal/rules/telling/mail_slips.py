"""An e-mail address with a letter wrong may be a stranger's, who then learns of a child.

A hint to whoever checks the list, and no more: it stops nothing.
"""

from __future__ import annotations

from difflib import get_close_matches
from functools import lru_cache
from typing import Final

PROVIDERS: Final = (
    "gmail.com", "googlemail.com", "hotmail.com", "hotmail.co.uk", "outlook.com", "live.co.uk",
    "yahoo.com", "yahoo.co.uk", "icloud.com", "btinternet.com", "sky.com", "virginmedia.com",
    "ntlworld.com", "talktalk.net", "blueyonder.co.uk", "tiscali.co.uk", "protonmail.com",
)  # fmt: skip
"""Where families in the UK mostly have their mailboxes."""
_REAL: Final = frozenset({"mail.com", "email.com", "ymail.com", "rocketmail.com", "fastmail.com"})
"""Providers whose names are nearly those of others."""
_OF_NOBODY: Final = {"gmail.co.uk": "gmail.com", "icloud.co.uk": "icloud.com"}
_NEARLY: Final = 0.87
"""As alike as 'gmial.com' is to 'gmail.com': two letters in the wrong order, or one wrong."""


def meant(email: str) -> str:
    """The ending that was probably meant, as 'gmail.com' for one at gmial.com; '' for no doubt."""
    return _meant(email.rpartition("@")[2].strip().lower())


@lru_cache(maxsize=4096)
def _meant(domain: str) -> str:
    if domain in PROVIDERS or domain in _REAL:
        return ""
    near = get_close_matches(domain, PROVIDERS, n=1, cutoff=_NEARLY)
    return _OF_NOBODY.get(domain) or next(iter(near), "")
