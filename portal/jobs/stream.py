"""Many notices over one line to the mail server, in windows.

A window is as many as leave within a tenth of a second, twenty at the most. One commit marks all of
it and records what became of the window before. So a worker that is lost leaves a window at most of
which nobody knows whether it left, and a mail server that is slow makes that a single notice
(docs/adr/0013). While the server reads one text the next notice is composed.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from portal.errors import Undeliverable
from portal.jobs.ending import stopping
from portal.jobs.handlers import HANDLERS
from portal.jobs.verdict import UNDELIVERABLE, class_and_place, judged, later, note
from portal.outbox.handover import Done, Next, give_back, step
from portal.outbox.leases import Settlement

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from portal.desk.telling.sending import Prepared
    from portal.host import Line, Outgoing, Services
    from portal.store.effects import ClaimedEffect

log = logging.getLogger("portal.jobs")

MOST_AT_ONCE: Final = 20
"""Notices of a window: as many as somebody can look into after a worker was lost."""
WINDOW_SECONDS: Final = 0.1
LONGEST_SECONDS: Final = 2.0
"""A window that takes longer, because the server has become slow, gives back what is left of it:
'stop' is heard by then."""
DATABASE_TRIES: Final = 20
DATABASE_WAIT_SECONDS = 1.0
"""A database that restarts is waited for: what the mail server said is not to be lost."""


class DatabaseAway(Exception):
    """The database did not come back in time; leases settle the rest."""


class Stream:
    """What one worker sends over one line: the notices of one school, then those of another."""

    def __init__(
        self,
        services: Services,
        worker: str,
        line: Line,
        *,
        may_begin: Callable[[ClaimedEffect, int], bool],
        one_by_one: Callable[[ClaimedEffect], None],
    ) -> None:
        """`may_begin`: whether so many of a kind may be begun; waits where they leave at a pace.

        `one_by_one` prepares afresh and sends, for one that was decided about in the meantime.
        """
        self.server_down = False
        self._services = services
        self._worker = worker
        self._line = line
        self._may_begin = may_begin
        self._one_by_one = one_by_one
        self._size = 1
        self._done: list[Done] = []
        self._made: dict[UUID, Outgoing | Settlement] = {}

    def send(self, school_id: UUID, prepared: Sequence[Prepared]) -> None:
        """Send those of a school in their order, until nothing more may be begun."""
        self._done, self._made, first = [], {}, 0
        try:
            while first < len(prepared) and not self.server_down:
                window = prepared[first : first + self._size]
                first += len(window)
                began = time.monotonic()
                if not self._may_begin(window[0].effect, len(window)):
                    return
                self._send(school_id, window, prepared[first : first + 1])
                self._size = _fitting(len(window), time.monotonic() - began)
        finally:
            self._insist(lambda: self._step(school_id, ()))

    @property
    def a_second(self) -> int:
        """How many leave in about a second."""
        return int(self._size / WINDOW_SECONDS)

    def close(self) -> None:
        """Let the mail server go."""
        self._line.close()

    def _send(
        self, school_id: UUID, window: Sequence[Prepared], following: Sequence[Prepared]
    ) -> None:
        """Mark a window and hand it over; what could not be begun is given back."""
        marked = self._mark(school_id, window)
        if marked is None:
            return
        ends = time.monotonic() + LONGEST_SECONDS
        left = [one for one in window if one.effect.id in marked]
        while left and not (self.server_down or stopping.is_set() or time.monotonic() > ends):
            one = left.pop(0)
            self._hand_over(one, [*left, *following][:1])
        self._give_back(school_id, left)
        for one in window:
            if one.effect.id not in marked and not self.server_down:
                self._one_by_one(one.effect)

    def _hand_over(self, one: Prepared, following: Sequence[Prepared]) -> None:
        """One notice; the following is composed while the server reads it."""
        effect, handler = one.effect, HANDLERS[one.effect.kind]
        made = self._composed(one)
        if isinstance(made, Settlement):
            self._done.append(Done(effect, made, self._services.clock.now(), handler.then))
            return

        def outside() -> None:
            self._line.hand_over(made)
            for further in following:
                self._made[further.effect.id] = self._composed(further)
            self._line.verdict()

        result, self.server_down = judged(outside, effect, handler, self._services.clock.now())
        self._done.append(Done(effect, result, self._services.clock.now(), handler.then))

    def _composed(self, one: Prepared) -> Outgoing | Settlement:
        """The mail, composed once; or what becomes of one that cannot be."""
        effect = one.effect
        if made := self._made.pop(effect.id, None):
            return made
        try:
            return one.compose()
        except Undeliverable:
            return Settlement("failed", error=UNDELIVERABLE)
        except Exception as error:  # noqa: BLE001 - nothing has left; one bad row stops no other
            note(effect, error)
            now = self._services.clock.now()
            return later(effect, HANDLERS[effect.kind], type(error).__name__, now)

    def _mark(self, school_id: UUID, window: Sequence[Prepared]) -> frozenset[UUID] | None:
        """Record the last window and mark this one; gives the effects that may leave.

        None where the database broke off: nothing has left, and all of the window waits again.
        """
        try:
            return self._step(school_id, [Next(one.effect, one.version) for one in window])
        except Exception as error:  # noqa: BLE001 - whatever breaks the trip, both are looked at again
            note(window[0].effect, error)
        self._insist(lambda: self._step(school_id, ()))
        self._give_back(school_id, window)
        return None

    def _give_back(self, school_id: UUID, left: Sequence[Prepared]) -> None:
        ids = [one.effect.id for one in left]
        if ids:
            engine = self._services.engine
            self._insist(lambda: give_back(engine, school_id, self._worker, ids))

    def _step(self, school_id: UUID, to: Sequence[Next]) -> frozenset[UUID]:
        """One commit; what was done is forgotten once it is recorded."""
        marked: frozenset[UUID] = frozenset()
        if self._done or to:
            marked = step(self._services.engine, school_id, self._worker, self._done, to)
            self._done.clear()
        return marked

    def _insist(self, write: Callable[[], object]) -> None:
        """Write, and wait for a database that is away."""
        for _ in range(DATABASE_TRIES):
            try:
                write()
            except Exception as error:  # noqa: BLE001 - tried again
                log.warning("not recorded yet: %s", class_and_place(error))
                if stopping.wait(DATABASE_WAIT_SECONDS):
                    break
            else:
                return
        raise DatabaseAway


def _fitting(sent: int, seconds: float) -> int:
    """The size of the next window, when the last took so long for so many."""
    return max(1, min(MOST_AT_ONCE, int(sent * WINDOW_SECONDS / max(seconds, 0.001))))
