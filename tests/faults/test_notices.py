"""The notices themselves, in trouble: nobody lost, nobody doubled unflagged, the counts add up."""

from __future__ import annotations

import gc
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, text

from portal.jobs.deliver import deliver_due, take_back_lost
from portal.models.effects import EffectRow
from portal.models.telling import AttemptRow
from portal.rules.telling.attempts import Result
from tenants.db import open_session
from tenants.roles import Role
from tests.databases import Database, engine_of
from tests.desk import telling
from tests.desk.world import School, make_school
from tests.faults.conftest import wait_until
from tests.mail_sink import MailSink

pytestmark = pytest.mark.faults

CHILDREN = tuple(range(60))
"""So many that trouble comes in their midst, whichever way; and no more."""
NOTICES = 92


@pytest.fixture
def at(database: Database, smtp: MailSink) -> Iterator[School]:
    engine = engine_of(database.app_url)
    yield telling.with_mail(make_school(engine, "wormley"), smtp)
    engine.dispose()


@pytest.fixture
def incident(at: School) -> UUID:
    made = telling.decided_and_written(at, CHILDREN)
    telling.send(at, made, NOTICES)
    at.clock.at += timedelta(seconds=1)
    return made


def working(school: School, workers: int = 2) -> list[threading.Thread]:
    """Workers, each with its own lease and line."""
    made = [
        threading.Thread(target=deliver_due, args=(school.services, [school.id]))
        for _ in range(workers)
    ]
    for one in made:
        one.start()
    return made


def join(workers: list[threading.Thread]) -> None:
    for one in workers:
        one.join(60)
        assert not one.is_alive()


def ends(school: School) -> Counter[str]:
    """How many notices are in which state."""
    with open_session(school.services.engine, school.scope) as session:
        states = select(EffectRow.state, func.count()).where(EffectRow.kind == "notice")
        return Counter(
            {row[0]: row[1] for row in session.execute(states.group_by(EffectRow.state))}
        )


def results(school: School) -> Counter[str]:
    """How many attempts came to what."""
    with open_session(school.services.engine, school.scope) as session:
        found = select(AttemptRow.result, func.count()).group_by(AttemptRow.result)
        return Counter({row[0]: row[1] for row in session.execute(found)})


def caught(smtp: MailSink) -> list[str]:
    """The Message-IDs of the notices that arrived; alerts are none of ours."""
    keys = [str(mail.message["Message-ID"]) for mail in smtp.caught]
    return [key for key in keys if key.startswith("<notice.")]


def nobody_doubled(smtp: MailSink) -> None:
    keys = caught(smtp)
    assert len(set(keys)) == len(keys)


@pytest.mark.clause("DBRP-5.16")
def test_stop_means_stop(at: School, incident: UUID, smtp: MailSink) -> None:
    smtp.slow_by = 0.05
    workers = working(at)
    wait_until(lambda: len(caught(smtp)) >= 5)
    at.do("stop_sending", Role.DPO, incident)
    before = len(caught(smtp))
    join(workers)
    assert len(caught(smtp)) <= before + 2 * len(workers)  # in the server's hands at that moment
    found = ends(at)
    assert found["sent"] == len(caught(smtp))
    assert found["sent"] + found["stopped"] == found.total()
    assert not found["sending"] + found["waiting"]
    smtp.slow_by = 0
    at.clock.at += timedelta(seconds=1)
    telling.go_on(at, incident)
    join(working(at))
    assert ends(at) == {"sent": found.total(), "stopped": found["stopped"]}
    nobody_doubled(smtp)
    assert results(at)[Result.SENT] == found.total() == len(caught(smtp))


def finish(school: School) -> None:
    """Let leases die, and work until nothing waits."""
    for _ in range(4):
        with open_session(school.services.engine, school.scope) as session, session.begin():
            past = "update portal_effect set lease_until = now() - interval '1 minute'"
            session.execute(text(f"{past} where lease_until is not null"))
        take_back_lost(school.services, school.clock.at)
        school.clock.at += timedelta(minutes=3)
        join(working(school))


def everybody_ends(school: School, smtp: MailSink) -> None:
    found = ends(school)
    assert set(found) <= {"sent", "uncertain"}
    nobody_doubled(smtp)
    assert found["sent"] <= len(caught(smtp)) <= found.total()


TROUBLE: dict[str, Callable[[MailSink], None]] = {
    "refuses": lambda smtp: smtp.refuse(permanently=False),
    "is gone": lambda smtp: smtp.stop(),
}


@pytest.mark.parametrize("trouble", TROUBLE)
def test_the_server_fails_in_the_middle(
    trouble: str, at: School, incident: UUID, smtp: MailSink
) -> None:
    smtp.slow_by = 0.01
    workers = working(at)
    wait_until(lambda: len(caught(smtp)) >= 20)
    TROUBLE[trouble](smtp)
    join(workers)
    smtp.slow_by = 0
    smtp.accept()
    if trouble == "is gone":
        smtp.start()
    finish(at)
    everybody_ends(at, smtp)
    assert ends(at)["uncertain"] <= 2  # one a worker
    gc.collect()
