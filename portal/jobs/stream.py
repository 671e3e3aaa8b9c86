"""Many notices over one line to the mail server, each marked and settled by itself.

While the server reads one text the next notice is composed, and while it looks at the next sender
the database settles the one and marks the other, in one commit. So at any moment a worker has at
most one notice of which, were it lost, nobody would know whether it left.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from portal.jobs.ending import stopping
from portal.jobs.handlers import HANDLERS
from portal.jobs.verdict import class_and_place, judged, note
from portal.notices.mailer import MailRefused
from portal.notices.sender import Undeliverable
from portal.outbox.handover import Done, Next, step
from portal.outbox.leases import Settlement

if TYPE_CHECKING:
    from email.message import EmailMessage
    from uuid import UUID

    from portal.desk.sending import Prepared
    from portal.host import Line, Services
    from portal.store.effects import ClaimedEffect

log = logging.getLogger("portal.jobs")

DATABASE_TRIES: Final = 20
DATABASE_WAIT_SECONDS: Final = 1.0
"""A database that restarts is waited for: what the mail server said is not to be lost."""


class DatabaseAway(Exception):
    """The database did not come back in time; leases settle the rest."""


@dataclass(slots=True)
class Stream:
    """The notices of one school, by one worker, over one line."""

    services: Services
    school_id: UUID
    worker: str
    line: Line
    may_begin: Callable[[], bool]
    """Whether another may be begun; waits for its moment where notices leave at a pace."""
    one_by_one: Callable[[ClaimedEffect], None]
    """Prepares afresh and sends, for one that was decided about in the meantime."""
    server_down: bool = False
    _done: Done | None = None

    def send(self, prepared: list[Prepared]) -> None:
        """Send in their order, until nothing more may be begun."""
        try:
            ahead = iter(prepared)
            made = self._next(ahead)
            while made is not None and not self.server_down and self.may_begin():
                ready, message = made
                made = self._send(ready, message, lambda: self._next(ahead))
        finally:
            self._settle()

    def _send(
        self,
        ready: Prepared,
        message: EmailMessage,
        following: Callable[[], tuple[Prepared, EmailMessage] | None],
    ) -> tuple[Prepared, EmailMessage] | None:
        """One notice; gives the next, which was composed while the server read this one."""
        effect, handler = ready.effect, HANDLERS[ready.effect.kind]
        found: list[tuple[Prepared, EmailMessage] | None] = []

        def outside() -> None:
            self.line.hand_over()
            found.append(following())
            self.line.verdict()

        try:
            self.line.offer(message)
            if not self._mark(Next(effect, ready.version)):
                self.line.withdraw()
                self.one_by_one(effect)
                return following()
        except MailRefused:  # nothing has left: refused in the same words as later on
            if not self._mark(Next(effect, ready.version)):
                return following()
        now = self.services.clock.now()
        result, self.server_down = judged(outside, effect, handler, now)
        self._done = Done(effect, result, self.services.clock.now(), handler.then)
        return found[0] if found else following()

    def _mark(self, to: Next) -> bool:
        """Settle the last and mark this one; where the database breaks off, nothing has left."""
        done, self._done = self._done, None
        try:
            return step(self.services.engine, self.school_id, self.worker, done, to)
        except Exception as error:  # noqa: BLE001 - whatever breaks the trip, both are looked at again
            note(to.effect, error)
            now = self.services.clock.now()
            again = Settlement("waiting", type(error).__name__, now)
            self._insist(done)
            self._insist(Done(to.effect, again, now))
            return False

    def _settle(self) -> None:
        done, self._done = self._done, None
        self._insist(done)

    def _insist(self, done: Done | None) -> None:
        """Settle, and wait for a database that is away."""
        if done is None:
            return
        for _ in range(DATABASE_TRIES):
            try:
                step(self.services.engine, self.school_id, self.worker, done, None)
            except Exception as error:  # noqa: BLE001 - tried again
                log.warning("effect %s is not settled yet: %s", done.effect.id,
                            class_and_place(error))  # fmt: skip
                if stopping.wait(DATABASE_WAIT_SECONDS):
                    break
            else:
                return
        raise DatabaseAway

    def _next(self, ahead: Iterator[Prepared]) -> tuple[Prepared, EmailMessage] | None:
        """The next that can be composed; what cannot is settled on the way."""
        for ready in ahead:
            try:
                return ready, ready.compose()
            except Undeliverable:
                failed = Settlement("failed", error="Undeliverable")
                then = HANDLERS[ready.effect.kind].then
                done = Done(ready.effect, failed, self.services.clock.now(), then)
                step(self.services.engine, self.school_id, self.worker, done, None)
        return None
