"""While 332 notices are on their way a worker dies, Valkey forgets and the mail server refuses."""

from __future__ import annotations

import time
from collections import Counter
from datetime import timedelta

import pytest
from redis import Redis
from sqlalchemy import func, update

from portal.models.effects import EffectRow
from tenants.db import open_session
from tenants.roles import Role
from tests.databases import Database
from tests.desk import telling
from tests.desk.world import School
from tests.journeys.live import Live, eventually
from tests.journeys.notices import BY_EMAIL, BY_LETTER, caught
from tests.portal_app import FRIDAY, Demo, dispose, make_app

PEOPLE = {
    Role.STAFF: "wormley.teacher",
    Role.HEAD: "wormley.head",
    Role.DSL: "wormley.dsl",
    Role.DPO: "service.dpo",
}


def let_leases_die(school: School) -> None:
    """Two minutes by the database's clock, without the wait."""
    with open_session(school.services.engine, school.scope) as session, session.begin():
        session.execute(
            update(EffectRow)
            .where(EffectRow.lease_until.is_not(None))
            .values(lease_until=func.now() - timedelta(minutes=5))
        )


@pytest.mark.faults
def test_nothing_is_lost_and_nothing_doubled(
    live: Live, demo_database: Database, demo: Demo
) -> None:
    live.clock.move_to(FRIDAY)
    app = make_app(demo_database, REDIS_URL=live.environment["REDIS_URL"])
    with app.app_context():
        services = app.extensions["portal"].services()
    people = {role: demo.people[who] for role, who in PEOPLE.items()}
    school = School(services, live.clock, demo.schools["wormley"], people)  # type: ignore[arg-type]
    incident = telling.decided_and_written(school)
    before = len(live.smtp.caught)
    live.smtp.slow_by = 0.02
    telling.send(school, incident, expected=BY_EMAIL + BY_LETTER)

    eventually(lambda: len(caught(live, before)) > 20, "the first notices arrive")
    live.kill("worker")
    with Redis.from_url(live.environment["REDIS_URL"]) as redis:
        redis.flushall()
    live.smtp.refuse(permanently=False)
    let_leases_die(school)
    live.start("worker")
    live.tick()
    time.sleep(1)
    live.smtp.accept()
    live.smtp.slow_by = 0
    live.clock.pass_by(hours=2)

    def waiting() -> int:
        return telling.states(school, incident)["email", "waiting"]

    def over() -> bool:
        live.tick()
        return waiting() == 0

    eventually(over, "every notice is settled")
    states = telling.states(school, incident)
    sent, uncertain = states["email", "sent"], states["email", "uncertain"]
    assert sent + uncertain == BY_EMAIL, states
    assert uncertain <= 1, "one was in the hands of the worker that died"
    copies = Counter(str(mail.message["Message-ID"]) for mail in caught(live, before))
    assert max(copies.values()) == 1, "a notice went out twice"
    assert sent <= len(copies) <= sent + uncertain
    dispose(app)
