"""The RQ job: deliver what is due at some schools, a batch of each in turn.

No exception reaches RQ, which would print it with addresses in it. Logs name the class of an error,
the place, and ids.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Final, cast
from uuid import UUID, uuid4

from flask import current_app

from portal.errors import Undeliverable
from portal.host import KeepsLine
from portal.jobs.digest import deliver_together
from portal.jobs.ending import stopping
from portal.jobs.handlers import FOLLOWING, HANDLERS
from portal.jobs.settling import follow, record
from portal.jobs.stream import Stream
from portal.jobs.verdict import UNDELIVERABLE, class_and_place, judged, later, note
from portal.outbox import leases, pace
from portal.outbox.leases import Settlement
from portal.store import due
from tenants.db import Scope, open_session

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from portal.desk.telling.sending import Prepared
    from portal.host import Services
    from portal.jobs.handlers import Handler, Outside
    from portal.store.effects import ClaimedEffect

log = logging.getLogger("portal.jobs")

LONGEST_SECONDS: Final = 90.0
RENEW_SECONDS: Final = 30.0


def deliver(school_ids: list[str]) -> None:
    """RQ's entry: ids of schools, nothing else."""
    try:
        services = cast("Services", current_app.extensions["portal"].services())
        deliver_due(services, [UUID(school_id) for school_id in school_ids])
    except Exception as error:  # noqa: BLE001 - RQ would keep it, with what it prints
        log.error("nothing was delivered: %s", class_and_place(error))


def deliver_due(
    services: Services, school_ids: Iterable[UUID], *, seconds: float = LONGEST_SECONDS
) -> None:
    """Deliver until nothing is due, `seconds` have passed, or the process is asked to end.

    A batch of each school in turn: the thousands of one hold up the alert of another for a batch.
    """
    run, left = _Run(services, seconds), list(school_ids)
    try:
        while left and not run.over():
            left = [school_id for school_id in left if _batch(run, school_id)]
    finally:
        run.close()


def _batch(run: _Run, school_id: UUID) -> bool:
    """One batch; whether there may be more."""
    if run.over():
        return False
    try:
        return run.batch(school_id)
    except Exception as error:  # noqa: BLE001 - RQ must not see it; leases end by themselves
        log.error("school %s was left: %s", school_id, class_and_place(error))
        return False


class _Run:
    """One job's worth of work, under one name for leases."""

    def __init__(self, services: Services, seconds: float) -> None:
        self._services = services
        self._transaction = partial(_transaction, services)
        self._worker = uuid4().hex
        self._deadline = time.monotonic() + seconds
        self._renewed = 0.0
        self._server_down = False
        mailer = services.mailer
        self._stream: Stream | None = None
        if isinstance(mailer, KeepsLine):
            self._stream = Stream(
                services, self._worker, mailer.line(),
                may_begin=self._may_begin, one_by_one=self._begin_and_deliver,
            )  # fmt: skip

    def over(self) -> bool:
        """Whether to begin nothing more."""
        return self._server_down or stopping.is_set() or time.monotonic() > self._deadline

    def close(self) -> None:
        """Let the mail server go."""
        if self._stream is not None:
            self._stream.close()

    def batch(self, school_id: UUID) -> bool:
        """Claim and deliver a batch of one school; whether there was one."""
        batch = self._claim(school_id)
        self._deliver_all(school_id, batch)
        if self.over():
            with self._transaction(school_id) as session:
                leases.release(session, school_id, self._worker)
        return bool(batch)

    def _deliver_all(self, school_id: UUID, batch: list[ClaimedEffect]) -> None:
        """One by one, in their order; then what goes over a kept line; last what follows of it."""
        prepared = self._prepare_many(school_id, batch)
        kept = {one.effect.id for one in prepared}
        for effect in batch:
            if effect.id not in kept and effect.kind not in FOLLOWING:
                self._begin_and_deliver(effect)
        if prepared and self._stream is not None:
            self._stream.send(school_id, prepared)
            self._server_down = self._server_down or self._stream.server_down
        for effect in batch:
            if effect.kind in FOLLOWING:
                self._begin_and_deliver(effect)

    def _prepare_many(self, school_id: UUID, batch: list[ClaimedEffect]) -> list[Prepared]:
        """Those that can go over a kept line; none where anything about them is odd."""
        prepared: list[Prepared] = []
        for kind in dict.fromkeys(effect.kind for effect in batch if self._stream is not None):
            handler = HANDLERS.get(kind)
            if handler is None or handler.many is None:
                continue
            try:
                with self._transaction(school_id) as session:
                    of_kind = [effect for effect in batch if effect.kind == kind]
                    prepared += handler.many(session, self._services, of_kind)
            except Exception as error:  # noqa: BLE001 - one bad row stops no other: one by one
                log.warning("school %s goes one by one: %s", school_id, class_and_place(error))
        return prepared

    def _begin_and_deliver(self, effect: ClaimedEffect) -> None:
        if not self._may_begin(effect):
            return
        server_down = deliver_together(self._services, effect, self._worker)
        if server_down is None:
            self._deliver(effect)
        else:
            self._server_down = self._server_down or server_down

    def _may_begin(self, effect: ClaimedEffect, many: int = 1) -> bool:
        """Hold the lease, and wait for the moment where notices leave at a pace."""
        if self.over():
            return False
        school_id = effect.school_id
        if time.monotonic() - self._renewed >= RENEW_SECONDS:
            with self._transaction(school_id) as session:
                leases.renew(session, school_id, self._worker)
            self._renewed = time.monotonic()
        per_minute = self._services.settings.notices_per_minute
        handler = HANDLERS.get(effect.kind)
        if not (per_minute and handler and handler.paced):
            return True
        with self._transaction(school_id) as session:
            seconds = pace.take(session, per_minute, many)
        return not stopping.wait(seconds)

    def _claim(self, school_id: UUID) -> list[ClaimedEffect]:
        most = max(leases.BATCH, self._stream.a_second) if self._stream else leases.BATCH
        limit = pace.batch(self._services.settings.notices_per_minute, most)
        with self._transaction(school_id) as session:
            self._renewed = time.monotonic()
            now = self._services.clock.now()
            return leases.claim(session, school_id, self._worker, now, limit)

    def _deliver(self, effect: ClaimedEffect) -> None:
        handler = HANDLERS.get(effect.kind)
        if handler is None:
            self._settle(effect, Settlement("failed", error="UnknownKind"))
            return
        try:
            outside = self._prepare(effect, handler)
        except Undeliverable:
            self._settle(effect, Settlement("failed", error=UNDELIVERABLE))
        except Exception as error:  # noqa: BLE001 - nothing has left; one bad row stops no other
            note(effect, error)
            now = self._services.clock.now()
            self._settle(effect, later(effect, handler, type(error).__name__, now))
        else:
            if outside is not None:
                result, down = judged(outside, effect, handler, self._services.clock.now())
                self._server_down = self._server_down or down
                self._settle(effect, result)

    def _prepare(self, effect: ClaimedEffect, handler: Handler) -> Outside | None:
        """Make ready in one commit with 'sending'; None when there is nothing (more) to do."""
        with self._transaction(effect.school_id) as session:
            if effect.kind in FOLLOWING and not leases.holds(session, effect, self._worker):
                return None  # it was wanted anew meanwhile, and is done in the next batch
            prepared = handler.prepare(session, self._services, effect)
            if isinstance(prepared, Settlement):
                if not self._record(session, effect, prepared):
                    session.rollback()
                return None
            return prepared if leases.mark_sending(session, effect, self._worker) else None

    def _settle(self, effect: ClaimedEffect, result: Settlement) -> None:
        with self._transaction(effect.school_id) as session:
            self._record(session, effect, result)

    def _record(self, session: Session, effect: ClaimedEffect, result: Settlement) -> bool:
        return record(session, effect, self._worker, result, self._services.clock.now())


def take_back_lost(services: Services, now: datetime) -> None:
    """Take back what was being sent by workers that were lost; see `leases.reclaim`."""
    repeatable = frozenset(kind for kind, handler in HANDLERS.items() if handler.repeatable)
    for school_id in due.schools_with_dead_leases(services.engine):
        with _transaction(services, school_id) as session:
            for row in leases.reclaim(session, school_id, repeatable, now):
                log.warning("effect %s of school %s: its worker was lost", row.id, school_id)
                follow(session, row, row.state, now)


@contextmanager
def _transaction(services: Services, school_id: UUID) -> Iterator[Session]:
    with open_session(services.engine, Scope.of(school_id)) as session, session.begin():
        yield session
