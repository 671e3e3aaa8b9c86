"""Notices that should have left by now, and have not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

GIVES_UP_AFTER: Final = timedelta(hours=72)
"""How long a notice that is refused for now is tried again; then it has not arrived."""
LONG: Final = timedelta(minutes=5)
"""Notices leave many a minute: nothing in this time is worth a word to whoever waits for it."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """The notices of an incident that wait to leave."""

    number: int
    wanted_at: datetime
    """When the first of them was asked for."""
    left_at: datetime | None
    """When the last notice of the incident left."""
    refused: bool
    """Whether the mail server did not take what it was last asked to."""

    @property
    def gives_up_at(self) -> datetime:
        """When the first of them, still refused, counts as not arrived."""
        return self.wanted_at + GIVES_UP_AFTER

    def still_since(self, now: datetime) -> datetime | None:
        """Since when nothing has left, once that is long; None while they leave."""
        since = max(self.wanted_at, self.left_at or self.wanted_at)
        return since if now - since >= LONG else None
