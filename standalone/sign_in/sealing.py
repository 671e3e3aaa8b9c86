"""What is sealed for one user: in their session for a while, or on its way to a worker.

It is stored nowhere. A phone loads a page anew when one comes back to it from another app, and
shows the same again.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import current_app, session

from portal.errors import PortalError
from portal.host import SystemClock

if TYPE_CHECKING:
    from datetime import timedelta
    from uuid import UUID

    from portal.crypto import KeyRing
    from standalone.users import User


def keyring() -> KeyRing:
    """The portal's, which seals what is a user's as well."""
    ring: KeyRing = current_app.extensions["portal"].services().keyring
    return ring


def seal(text: str, user_id: UUID) -> str:
    """For an argument of a job: a queue holds nothing personal that could be read there."""
    return urlsafe_b64encode(keyring().wrap(text.encode(), user_id)).decode()


def unseal(sealed: str, user_id: UUID) -> str:
    """The same, read. Raises PortalError for what was sealed for somebody else."""
    return keyring().unwrap(urlsafe_b64decode(sealed), user_id).decode()


@dataclass(frozen=True, slots=True)
class Shown:
    """What one person is shown at one browser, and for how long."""

    name: str
    lasts: timedelta

    def keep(self, user: User, text: str) -> None:
        """Show it to them from now on."""
        session[self.name] = (_now(), keyring().wrap(text.encode(), user.id))

    def find(self, user: User) -> str:
        """What is still shown to them; '' for nothing, or where it was somebody else's."""
        since, sealed = session.get(self.name, (0, b""))
        if _now() - since > self.lasts.total_seconds():
            return ""
        try:
            return keyring().unwrap(sealed, user.id).decode()
        except PortalError:
            return ""

    def end(self) -> None:
        """Show it no longer."""
        session.pop(self.name, None)


def _now() -> float:
    return SystemClock().now().timestamp()
