"""The portal as it was at a moment of a story: its clock, its worker, its mail.

What follows a step is done at once, by the worker's own code and at the time of the story. Nothing
old is left to be mailed when the demonstration starts, and what has been sent counts as sent.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from email.policy import SMTP
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from flask import current_app

from portal.jobs.deliver import deliver_due
from standalone import mailbox

if TYPE_CHECKING:
    from datetime import datetime
    from email.message import EmailMessage

    from portal.host import Services


@dataclass
class PastClock:
    """Stands at a moment until the story goes on."""

    at: datetime

    def now(self) -> datetime:
        """The moment of the story."""
        return self.at


@dataclass
class _AtOnce:
    """The queue of a story: waking a worker is working."""

    services: Services = field(init=False)

    def wake(self, school_ids: list[str]) -> None:
        """Deliver what is due at these schools."""
        deliver_due(self.services, map(UUID, school_ids))


@dataclass(frozen=True)
class _Caught:
    """Puts mail where `make run` shows it; where nobody would see it, it is gone."""

    clock: PastClock
    folder: Path | None

    def send(self, message: EmailMessage) -> None:
        """Catch one message as if it had been sent then."""
        if self.folder:
            mailbox.keep(self.folder, message.as_bytes(policy=SMTP), self.clock.at)


def past_services(services: Services, now: datetime) -> tuple[Services, PastClock]:
    """The services of a story, and the clock by which it is told."""
    folder = current_app.config["MAILBOX_FOLDER"]
    clock, queue = PastClock(now), _AtOnce()
    mailer = _Caught(clock, Path(folder) if folder else None)
    queue.services = replace(services, clock=clock, queue=queue, mailer=mailer)
    return queue.services, clock
