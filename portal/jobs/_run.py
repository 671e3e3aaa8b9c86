"""The RQ job: deliver what is due at some schools, one school at a time.

No exception reaches RQ, which would print it with addresses in it. Logs name the class of an error,
the place, and ids.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING, Final, cast
from uuid import UUID, uuid4

from flask import current_app

from portal.jobs.ending import stopping
from portal.jobs.handlers import HANDLERS
from portal.notices.mailer import MailRefused
from portal.notices.sender import Undeliverable
from portal.outbox import leases, rows
from portal.outbox.leases import Settlement
from portal.store import due
from tenants.db import Scope, open_session

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from portal.host import Services
    from portal.jobs.handlers import Handler, Outside
    from portal.store.effects import ClaimedEffect

log = logging.getLogger("portal.jobs")

LONGEST_SECONDS: Final = 90.0
RENEW_SECONDS: Final = 30.0
LADDER_MINUTES: Final = (1, 2, 5, 10, 15, 30)
"""Waits after refusals that may pass; every hour from then on."""


def deliver(school_ids: list[str]) -> None:
    """RQ's entry: ids of schools, nothing else."""
    try:
        services = cast("Services", current_app.extensions["portal"].services())
        deliver_due(services, [UUID(school_id) for school_id in school_ids])
    except Exception as error:  # noqa: BLE001 - RQ would keep it, with what it prints
        log.error("nothing was delivered: %s", class_and_place(error))  # noqa: TRY400


def deliver_due(
    services: Services, school_ids: Iterable[UUID], *, seconds: float = LONGEST_SECONDS
) -> None:
    """Deliver until nothing is due, `seconds` have passed, or the process is asked to end."""
    run = _Run(services, seconds)
    for school_id in school_ids:
        if run.over():
            return
        try:
            run.school(school_id)
        except Exception as error:  # noqa: BLE001 - RQ must not see it; leases end by themselves
            log.error("school %s was left: %s", school_id, class_and_place(error))  # noqa: TRY400


class _Run:
    """One job's worth of work, under one name for leases."""

    def __init__(self, services: Services, seconds: float) -> None:
        self._services = services
        self._worker = uuid4().hex
        self._deadline = time.monotonic() + seconds
        self._renewed = 0.0
        self._server_down = False

    def over(self) -> bool:
        """Whether to begin nothing more."""
        return self._server_down or stopping.is_set() or time.monotonic() > self._deadline

    def school(self, school_id: UUID) -> None:
        """Claim and deliver batches of one school."""
        while not self.over() and (batch := self._claim(school_id)):
            for effect in batch:
                if self.over():
                    break
                self._renew(school_id)
                self._deliver(effect)
            if self.over():
                with self._transaction(school_id) as session:
                    leases.release(session, school_id, self._worker)

    def _claim(self, school_id: UUID) -> list[ClaimedEffect]:
        with self._transaction(school_id) as session:
            self._renewed = time.monotonic()
            return leases.claim(session, school_id, self._worker, self._services.clock.now())

    def _renew(self, school_id: UUID) -> None:
        if time.monotonic() - self._renewed < RENEW_SECONDS:
            return
        with self._transaction(school_id) as session:
            leases.renew(session, school_id, self._worker)
        self._renewed = time.monotonic()

    def _deliver(self, effect: ClaimedEffect) -> None:
        handler = HANDLERS.get(effect.kind)
        if handler is None:
            self._settle(effect, None, Settlement("failed", error="UnknownKind"))
            return
        try:
            outside = self._prepare(effect, handler)
        except Undeliverable:
            self._settle(effect, handler, Settlement("failed", error="Undeliverable"))
        except Exception as error:  # noqa: BLE001 - nothing has left; one bad row stops no other
            self._log(effect, error)
            self._settle(effect, handler, self._later(effect, handler, type(error).__name__))
        else:
            if outside is not None:
                self._settle(effect, handler, self._leave(effect, handler, outside))

    def _prepare(self, effect: ClaimedEffect, handler: Handler) -> Outside | None:
        """Make ready in one commit with 'sending'; None when there is nothing (more) to do."""
        with self._transaction(effect.school_id) as session:
            prepared = handler.prepare(session, self._services, effect)
            if isinstance(prepared, Settlement):
                if not self._record(session, effect, handler, prepared):
                    session.rollback()
                return None
            return prepared if leases.mark_sending(session, effect, self._worker) else None

    def _leave(self, effect: ClaimedEffect, handler: Handler, outside: Outside) -> Settlement:
        """Do what leaves the database, and judge what became of it."""
        try:
            outside()
        except MailRefused as refused:
            self._server_down = refused.server_down
            error = f"MailRefused {refused.code or 'no answer'}"
            log.warning("effect %s of school %s: %s", effect.id, effect.school_id, error)
            if refused.permanent:
                return Settlement("failed", error=error)
            return self._later(effect, handler, error)
        except Exception as error:  # noqa: BLE001 - it may have left; whoever reads the row decides
            self._log(effect, error)
            if handler.repeatable:
                return self._later(effect, handler, type(error).__name__, again=True)
            return Settlement("uncertain", error=type(error).__name__)
        return Settlement("sent")

    def _later(
        self, effect: ClaimedEffect, handler: Handler, error: str, *, again: bool = False
    ) -> Settlement:
        now = self._services.clock.now()
        limit = handler.gives_up_after
        if limit is not None and now - effect.wanted_at >= limit:
            return Settlement("failed", error=error)
        return Settlement("waiting", error, retry_at(now, effect.attempts), again=again)

    def _settle(self, effect: ClaimedEffect, handler: Handler | None, result: Settlement) -> None:
        with self._transaction(effect.school_id) as session:
            self._record(session, effect, handler, result)

    def _record(
        self, session: Session, effect: ClaimedEffect, handler: Handler | None, result: Settlement
    ) -> bool:
        now = self._services.clock.now()
        if not leases.settle(session, effect, self._worker, result, now):
            return False
        settled = result.state != "waiting"
        if settled and handler is not None and effect.incident_id is not None:
            if handler.settled:
                handler.settled(session, effect.school_id, effect.subject_id, result.state, now)
            _follow(session, handler, effect.school_id, effect.incident_id, now)
        return True

    def _transaction(self, school_id: UUID) -> AbstractContextManager[Session]:
        return _transaction(self._services, school_id)

    def _log(self, effect: ClaimedEffect, error: Exception) -> None:
        log.warning(
            "effect %s of school %s, attempt %d: %s",
            effect.id, effect.school_id, effect.attempts + 1, class_and_place(error),
        )  # fmt: skip


def take_back_lost(services: Services, now: datetime) -> None:
    """Take back what was being sent by workers that were lost; see `leases.reclaim`."""
    repeatable = frozenset(kind for kind, handler in HANDLERS.items() if handler.repeatable)
    for school_id in due.schools_with_dead_leases(services.engine):
        with _transaction(services, school_id) as session:
            for row in leases.reclaim(session, school_id, repeatable, now):
                log.warning("effect %s of school %s: its worker was lost", row.id, school_id)
                if row.state == "uncertain" and row.incident_id and row.kind in HANDLERS:
                    handler = HANDLERS[row.kind]
                    if handler.settled:
                        handler.settled(session, school_id, row.subject_id, row.state, now)
                    _follow(session, handler, school_id, row.incident_id, now)


def _follow(
    session: Session, handler: Handler, school_id: UUID, incident_id: UUID, now: datetime
) -> None:
    """Write what follows a settlement, in its commit."""
    if handler.then:
        rows.write_again(
            session,
            school_id=school_id,
            kind=handler.then,
            incident_id=incident_id,
            run_after=now,
        )


@contextmanager
def _transaction(services: Services, school_id: UUID) -> Iterator[Session]:
    with open_session(services.engine, Scope.of(school_id)) as session, session.begin():
        yield session


def retry_at(now: datetime, attempts: int) -> datetime:
    """When to try again after `attempts` earlier tries and one more just refused."""
    minutes = LADDER_MINUTES[attempts] if attempts < len(LADDER_MINUTES) else 60
    return now + timedelta(minutes=minutes)


def class_and_place(error: Exception) -> str:
    """What may be logged of an error: never its text, which may print an address."""
    frames = extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"
