"""What one person is shown at one browser for a while: sealed in their session, stored nowhere.

A phone loads a page anew when one comes back to it from another app, and shows the same again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from flask import session

from portal.errors import PortalError
from portal.host import SystemClock
from standalone.sign_in.second_step import kept

if TYPE_CHECKING:
    from standalone.users import User


@dataclass(frozen=True, slots=True)
class Shown:
    """One such text, and for how long."""

    name: str
    lasts: timedelta

    def keep(self, user: User, text: str) -> None:
        """Show it to them from now on."""
        session[self.name] = (_now(), kept.keyring().wrap(text.encode(), user.id))

    def find(self, user: User) -> str:
        """What is still shown to them; '' for nothing, or where it was somebody else's."""
        since, sealed = session.get(self.name, (0, b""))
        if _now() - since > self.lasts.total_seconds():
            return ""
        try:
            return kept.keyring().unwrap(sealed, user.id).decode()
        except PortalError:
            return ""

    def end(self) -> None:
        """Show it no longer."""
        session.pop(self.name, None)


SECRET: Final = Shown("second_step_secret", timedelta(hours=1))
"""Of a second step that is being set up."""
SPARES: Final = Shown("spare_codes", timedelta(minutes=15))
"""Those just made."""


def _now() -> float:
    return SystemClock().now().timestamp()
