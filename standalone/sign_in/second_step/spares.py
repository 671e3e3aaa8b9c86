"""Spare codes just made, shown to whoever made them: sealed in their session, and stored nowhere.

For a while, and not once: a phone loads a page anew when one comes back to it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from flask import session

from portal.crypto import Tampered
from portal.host import SystemClock
from standalone.sign_in.second_step import kept

if TYPE_CHECKING:
    from standalone.users import User

SHOWN: Final = "spare_codes"
SHOWN_FOR: Final = timedelta(minutes=15)


def show(user: User, spares: tuple[str, ...]) -> None:
    """Let this browser show them from now on."""
    sealed = kept.keyring().wrap(" ".join(spares).encode(), user.id)
    session[SHOWN] = (_now(), sealed)


def shown(user: User) -> tuple[str, ...]:
    """Those that this browser still shows them; none that somebody else has made at it."""
    made_at, sealed = session.get(SHOWN, (0, b""))
    if _now() - made_at > SHOWN_FOR.total_seconds():
        return ()
    try:
        return tuple(kept.keyring().unwrap(sealed, user.id).decode().split())
    except Tampered:
        return ()


def _now() -> float:
    return SystemClock().now().timestamp()
