"""Processes of ours that a test starts, kills and waits for."""

import multiprocessing
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from multiprocessing.process import BaseProcess

import pytest
from sqlalchemy import text

from portal.host import Services, TableClock
from portal.jobs.handlers import HANDLERS
from portal.outbox import relay
from portal.store.clock import read_offset
from tests.databases import Database, engine_of
from tests.faults import process
from tests.jobs.world import School, services, with_notices
from tests.mail_sink import MailSink

PATIENCE = 60.0
SOON = 20.0
"""Seconds: five on a machine that does nothing else, and less than anything here hangs."""
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload([process.__name__])
"""A process that has read our modules once, and nothing more, becomes each of those we start."""


def wait_until(true: Callable[[], bool], *, within: float = PATIENCE) -> None:
    """Return as soon as it is true; fail when it is not in time."""
    ends = time.monotonic() + within
    while not true():
        assert time.monotonic() < ends, "it did not become true in time"
        time.sleep(0.05)


@dataclass
class Fleet:
    """Worker and timer processes on one database, one Valkey, one mail server."""

    environment: dict[str, str]
    running: list[BaseProcess] = field(default_factory=list)

    def start(self, kind: str) -> BaseProcess:
        """Start 'worker' or 'timers'."""
        started = FORKS.Process(target=process.main, args=(kind, self.environment))
        started.start()
        self.running.append(started)
        return started

    def kill(self, one: BaseProcess) -> None:
        """SIGKILL: no chance to tidy up."""
        one.kill()
        one.join()

    def end(self, one: BaseProcess) -> float:
        """SIGTERM; gives the seconds until the process was gone."""
        began = time.monotonic()
        one.terminate()
        one.join(PATIENCE)
        assert not one.is_alive()
        return time.monotonic() - began

    def end_all(self) -> None:
        """End what still runs."""
        for one in self.running:
            if one.is_alive():
                self.kill(one)


@dataclass
class Scene:
    """A school, its services, and the servers around it."""

    school: School
    services: Services
    smtp: MailSink
    fleet: Fleet

    def write_notices(self, count: int) -> None:
        """Write so many notices, due now."""
        now = self.services.clock.now()
        for number in range(count):
            self.school.write(f"home{number}", kind="notice", run_after=now)

    def nudge(self) -> None:
        """Wake a worker, as the desk does after its commit."""
        assert relay.nudge(self.services, [self.school.id])

    def move_clock(self, seconds: float) -> None:
        """Move domain time for every process."""
        with self.school.session() as session, session.begin():
            session.execute(
                text(
                    "insert into portal_test_clock (id, offset_seconds) values (1, :s)"
                    " on conflict (id) do update set offset_seconds = :s"
                ),
                {"s": seconds},
            )

    def set_time(self, instant: datetime) -> datetime:
        """Have it be `instant` for every process, and go on from there."""
        self.move_clock((instant - datetime.now(UTC)).total_seconds())
        return instant

    def sent(self) -> int:
        """How many rows are settled as sent."""
        return self.school.states().get("sent", 0)

    def everybody_got_one(self, count: int) -> None:
        """Each of `count` homes got one message, no home two."""
        assert len(self.smtp.caught) == count
        assert len({mail.recipients for mail in self.smtp.caught}) == count


@pytest.fixture
def scene(
    fresh_database: Database, valkey: str, smtp: MailSink, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Scene]:
    engine = engine_of(fresh_database.app_url)
    environment = {
        **os.environ,
        "DATABASE_URL": fresh_database.app_url,
        "REDIS_URL": valkey,
        "MAIL_PORT": str(smtp.port),
    }
    fleet = Fleet(environment)
    for kind, handler in with_notices().items():
        monkeypatch.setitem(HANDLERS, kind, handler)
    clock = TableClock(lambda: timedelta(seconds=read_offset(engine)))
    using = services(engine, smtp_port=smtp.port, redis_url=valkey, clock=clock)
    yield Scene(School.found(engine), using, smtp, fleet)
    fleet.end_all()
    engine.dispose()
