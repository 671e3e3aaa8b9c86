"""The tick: finds all that is due, once, with or without Redis; and wake-ups that may be lost."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from redis import Redis
from rq import Queue
from rq.serializers import JSONSerializer
from sqlalchemy import Engine

from portal.host import Services
from portal.jobs.schedule import tick
from portal.models.duties import DutyRow
from portal.outbox import leases, relay
from portal.outbox.relay import RqQueue
from portal.store import due
from standalone.servers import free_port
from tenants.db import uuid7
from tests.databases import Database, engine_of
from tests.jobs.world import NOW, DeafQueue, School, StoppedClock, services
from tests.mail_sink import MailSink

pytestmark = pytest.mark.usefixtures("notices")


@pytest.fixture
def engine(fresh_database: Database) -> Iterator[Engine]:
    engine = engine_of(fresh_database.app_url)
    yield engine
    engine.dispose()


@pytest.fixture
def told(engine: Engine, clock: StoppedClock, smtp: MailSink) -> Services:
    return services(engine, smtp_port=smtp.port, clock=clock, queue=DeafQueue())


def owe(
    school: School, next_at: datetime | None, *, met_at: datetime | None = None, times: int = 1
) -> UUID:
    """A duty of the school itself, owed for the first time or for one of those after it."""
    duty_id = uuid7()
    with school.session() as session, session.begin():
        session.add(
            DutyRow(
                school_id=school.id, id=duty_id, incident_id=None, kind="review_policy",
                subject="", occurrence=times, what="Review the policy", role="dpo", person_id=None,
                family="internal", action="", cite="", opens_at=NOW, due_at=NOW, met_at=met_at,
                lapsed_at=None, cautious=False, closing_waits=False, next_at=next_at,
            )
        )  # fmt: skip
    return duty_id


class Reminded:
    """Stands in for the desk: notes what it is asked to look at."""

    def __init__(self, *, fails_for: UUID | None = None) -> None:
        self.asked: list[tuple[UUID, list[UUID]]] = []
        self._fails_for = fails_for

    def __call__(
        self, _services: Services, school_id: UUID, duty_ids: list[UUID], _now: datetime
    ) -> None:
        self.asked.append((school_id, duty_ids))
        if school_id == self._fails_for:
            raise ValueError("somebody's name")


def test_duties_that_are_due_are_looked_at_school_by_school(engine: Engine, told: Services) -> None:
    one, other = School.found(engine), School.found(engine)
    due_now = owe(one, NOW)
    owe(one, NOW + timedelta(seconds=1), times=2)
    owe(one, None, times=3)
    owe(other, NOW, met_at=NOW)
    reminded = Reminded()
    assert tick(told, remind=reminded)
    assert reminded.asked == [(one.id, [due_now])]


def test_one_schools_trouble_holds_up_no_other(
    engine: Engine, told: Services, caplog: pytest.LogCaptureFixture
) -> None:
    schools = [School.found(engine) for _ in range(3)]
    for school in schools:
        owe(school, NOW)
    reminded = Reminded(fails_for=schools[0].id)
    assert tick(told, remind=reminded)
    assert len(reminded.asked) == 3
    assert f"duties of school {schools[0].id}: ValueError" in caplog.text
    assert "somebody" not in caplog.text


def test_two_ticks_at_once_look_once(engine: Engine, told: Services) -> None:
    owe(School.found(engine), NOW)
    second: list[bool] = []

    def meanwhile(*_asked: object) -> None:
        second.append(tick(told, remind=meanwhile))

    assert tick(told, remind=meanwhile)
    assert second == [False]


def test_a_lost_redis_holds_up_no_effect(engine: Engine, told: Services, smtp: MailSink) -> None:
    school = School.found(engine)
    school.write("k", kind="notice")
    assert tick(told)
    assert school.states() == {"sent": 1}
    assert len(smtp.caught) == 1


def test_workers_are_woken_once_for_many_schools(engine: Engine, told: Services) -> None:
    class Woken(DeafQueue):
        def wake(self, school_ids: list[str]) -> None:
            self.asked.append(school_ids)

    schools = [School.found(engine) for _ in range(3)]
    for school in schools:
        school.write("a", kind="notice")
        school.write("b", kind="notice")
    queue = Woken()
    assert tick(replace(told, queue=queue))
    assert queue.asked == [sorted(str(school.id) for school in schools)]


def test_what_a_lost_worker_held_is_taken_back(
    engine: Engine, told: Services, smtp: MailSink
) -> None:
    school = School.found(engine)
    school.write("notice", kind="notice")
    school.write("again", kind="again")
    with school.session() as session, session.begin():
        for effect in leases.claim(session, school.id, "lost", NOW):
            leases.mark_sending(session, effect, "lost")
    tick(told)
    assert school.states() == {"sending": 2}
    school.let_leases_die()
    for _ in range(2):
        tick(told)
        assert school.states() == {"uncertain": 1, "sent": 1}
    (mail,) = smtp.caught
    assert mail.message.get_content().strip() == "again: True"


def test_counts_for_operators_add_up_over_schools(engine: Engine) -> None:
    for _ in range(2):
        school = School.found(engine)
        school.write("a", kind="notice")
        school.write("b")
    assert due.effects_by_state(engine) == {("alert", "waiting"): 2, ("notice", "waiting"): 2}


def test_a_nudge_is_one_job_with_ids_only(engine: Engine, valkey: str) -> None:
    using = services(engine, redis_url=valkey)
    schools = [uuid7() for _ in range(3)]
    assert relay.nudge(using, [*schools, schools[0]])
    with Redis.from_url(valkey) as connection:
        queue = Queue(using.settings.queue_name, connection=connection, serializer=JSONSerializer)
        (job,) = queue.jobs
        assert job.func_name == relay.DELIVER
        assert job.args == [sorted(map(str, schools))]
        assert (job.result_ttl, job.failure_ttl) == (0, 3600)


@pytest.mark.parametrize("listens", [True, False])
def test_a_nudge_gives_up_soon(engine: Engine, *, listens: bool) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1] if listens else free_port()
        using = services(engine, queue=RqQueue(f"redis://127.0.0.1:{port}/0", "portal"))
        began = time.monotonic()
        assert not relay.nudge(using, [uuid7()])
        assert time.monotonic() - began < 10, "RQ's own patience is minutes"
