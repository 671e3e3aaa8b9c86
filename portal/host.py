"""What a host gives the portal: an engine, a clock, a queue, a mailer. Small protocols, adapters.

This is the only place in the product that asks what time it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from email.message import EmailMessage

    from sqlalchemy import Engine

    from portal.crypto import KeyRing
    from portal.settings import Settings


class Clock(Protocol):
    """Tells domain time."""

    def now(self) -> datetime:
        """The present instant in UTC."""
        ...


class SystemClock:
    """The machine's clock: the only one that production accepts."""

    def now(self) -> datetime:
        """The present instant in UTC."""
        return datetime.now(UTC)


class TableClock:
    """The machine's clock plus an offset that a test or a demonstration sets in the database.

    Web, worker and timers move together. Refused in production.
    """

    def __init__(self, offset: Callable[[], timedelta]) -> None:
        self._offset = offset

    def now(self) -> datetime:
        """The present instant in UTC, moved by the offset."""
        return datetime.now(UTC) + self._offset()


class Mailer(Protocol):
    """Hands one message to the mail server."""

    def send(self, message: EmailMessage) -> None:
        """Send; raises `portal.notices.mailer.MailRefused` when the server will not take it."""
        ...


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One mail as it leaves: from whom, to the one address, and its text with CRLF (RFC 5322)."""

    sender: str
    to: str
    content: bytes


class Line(Protocol):
    """A connection that is kept for many mails, each handed over and answered."""

    def hand_over(self, mail: Outgoing, /) -> None:
        """Name sender and recipient, and give the text."""
        ...

    def verdict(self) -> None:
        """Wait for the answer to the text."""
        ...

    def close(self) -> None:
        """End it."""
        ...


@runtime_checkable
class KeepsLine(Protocol):
    """A mailer that can keep a connection; any other is given its messages one by one."""

    def line(self) -> Line:
        """A connection for many messages; raises as `Mailer.send` does, in each of its steps."""
        ...


@dataclass(frozen=True, slots=True)
class NotDelivered:
    """A message that was taken and did not arrive: its Message-ID, and when that was known."""

    message_id: str
    at: datetime


@runtime_checkable
class Answerable(Protocol):
    """A mailer that is asked what did not arrive; of any other a bounce comes in by mail."""

    def not_delivered(self) -> Iterable[NotDelivered]:
        """What of the last days was taken and could not be delivered, the same again each time."""
        ...


@runtime_checkable
class SelfChecking(Protocol):
    """What can say whether it would work now; `flask portal check` asks a mailer that can."""

    def problem(self) -> str:
        """One sentence, or '' when it would work. Sends nothing."""
        ...


class Scanner(Protocol):
    """Looks for viruses in what people send in."""

    def is_clean(self, content: Iterable[bytes], /) -> bool:
        """Whether nothing was found. Raises `portal.errors.ScannerAway` without a verdict."""
        ...


class Queue(Protocol):
    """Wakes a worker. PostgreSQL decides what is done; losing a wake-up loses nothing."""

    def wake(self, school_ids: list[str]) -> None:
        """Ask a worker to look at these schools."""
        ...


def flask_login_user_ref() -> str | None:
    """The signed-in user's id as Flask-Login gives it; None when nobody is signed in."""
    from flask_login import current_user  # noqa: PLC0415 - a host may have another sign-in

    return str(current_user.get_id()) if current_user and current_user.is_authenticated else None


@dataclass(frozen=True, slots=True)
class Services:
    """Everything outside the process that the desk, the jobs and the pages use."""

    engine: Engine
    clock: Clock
    keyring: KeyRing
    queue: Queue
    mailer: Mailer
    settings: Settings
    signed_in: Callable[[], str | None] = flask_login_user_ref
    scanner: Scanner | None = None
    """None: files are marked as not scanned, and pages say so."""
    new_user_page: Callable[[str, str], str] | None = None
    """Address of the host's page on which somebody invited becomes a user of it, from the school's
    slug and the invitation's token; None: users come about in another way."""
    own_sign_in_page: Callable[[], str] | None = None
    """Address of the host's page on which somebody signed in looks after how they sign in."""
