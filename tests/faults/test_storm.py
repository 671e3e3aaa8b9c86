"""3,000 notices, real processes, and all kinds of trouble at once: what must hold holds.

What happens when differs from run to run; what is asserted must be true of every run.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from redis import Redis
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.exc import DBAPIError

from portal.host import TableClock
from portal.jobs import stream
from portal.jobs.deliver import deliver_due, take_back_lost
from portal.jobs.schedule import tick
from portal.migrate import upgrade
from portal.models.effects import EffectRow
from portal.models.telling import AttemptRow, RecipientRow
from portal.notices import line, mailer
from portal.notices.mailer import SmtpMailer
from portal.outbox.relay import RqQueue
from portal.rules.words import PeopleChoice
from portal.store.clock import read_offset
from standalone.secrets import Secrets
from standalone.servers import DATABASE, Postgres
from tenants.db import open_session
from tenants.roles import Role
from tests.databases import Database, administer
from tests.desk import telling
from tests.desk.world import School, make_school
from tests.faults.conftest import Fleet, wait_until
from tests.faults.moody import MoodyServer

pytestmark = pytest.mark.faults

NOTICES = 3000
PATIENCE = 1.0
WORKERS = 2


class CrashingPostgres(Postgres):
    """A server that can be made to stop without a moment's notice, and starts again."""

    def crash(self) -> None:
        """What was committed is there again afterwards, and nothing else is."""
        self._run("pg_ctl", "-w", "-s", "-m", "immediate", "restart")


@dataclass
class Storm:
    """A school with an incident whose notices wait, and the servers around it."""

    school: School
    incident: UUID
    postgres: CrashingPostgres
    smtp: MoodyServer
    fleet: Fleet

    def counts(self) -> Counter[str]:
        """How many notices are in which state; nothing is known while the database is away."""
        states = select(EffectRow.state, func.count()).where(EffectRow.kind == "notice")
        with (
            suppress(DBAPIError),
            open_session(self.school.services.engine, self.school.scope) as session,
        ):
            rows = session.execute(states.group_by(EffectRow.state))
            return Counter({row[0]: row[1] for row in rows})
        return Counter()

    def until_taken(self, many: int) -> None:
        """Wait until the mail server has taken so many; meanwhile this process is the timers."""

        def so_many() -> bool:
            with suppress(DBAPIError):
                tick(self.school.services)
            return self.smtp.taken.total() >= many

        wait_until(so_many, within=300)

    def kill_one(self) -> None:
        """One of the workers is gone without a word, and another comes in its place."""
        worker = self.fleet.running.pop(0)
        self.fleet.kill(worker)
        self._let_leases_die("waiting")
        self.fleet.start("worker")

    def crash_database(self) -> None:
        """It is away in the middle of whatever is being written."""
        self.postgres.crash()
        self._let_leases_die("waiting")

    def flush_valkey(self) -> None:
        with Redis.from_url(self.fleet.environment["REDIS_URL"]) as redis:
            redis.flushall()

    def shut_mail_server(self) -> None:
        self.smtp.stop()
        self.smtp.start()

    def calm_down(self) -> None:
        """All others are gone; leases die and refusals pass, until nothing waits any more."""
        self.smtp.calm = True
        self.fleet.end_all()
        at, clock = self.school, self.school.services.clock
        for _ in range(20):
            if not set(self.counts()) & {"waiting", "sending"}:
                return
            self._let_leases_die("waiting", "sending")
            offset = read_offset(at.services.engine) + 7200
            self._say("insert into portal_test_clock (id, offset_seconds) values (1, :s)"
                      " on conflict (id) do update set offset_seconds = :s", s=offset)  # fmt: skip
            take_back_lost(at.services, clock.now())
            deliver_due(at.services, [at.id])

    def _let_leases_die(self, *states: str) -> None:
        self._say(
            "with held as (select id from portal_effect where lease_until is not null "
            "and state = any(:states) for update skip locked) update portal_effect as effect "
            "set lease_until = clock_timestamp() - interval '1 second' "
            "from held where effect.id = held.id",
            states=list(states),
        )

    def _say(self, statement: str, **values: object) -> None:
        with (
            open_session(self.school.services.engine, self.school.scope) as session,
            session.begin(),
        ):
            session.execute(text(statement), values)


@pytest.fixture
def storm(valkey: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Storm]:
    monkeypatch.setattr(mailer, "ANSWER_SECONDS", PATIENCE)
    monkeypatch.setattr(line, "VERDICT_SECONDS", PATIENCE)
    monkeypatch.setattr(stream, "DATABASE_WAIT_SECONDS", 0.2)
    postgres = CrashingPostgres(tmp_path / "postgres", Secrets.fresh(), forgetful=True)
    postgres.start()
    # it forgets nothing but what only a power cut would lose
    administer(postgres, f"alter database {DATABASE} set synchronous_commit = on")
    database = Database.of(postgres, DATABASE)
    upgrade(database.owner_url)
    engine = create_engine(database.app_url, pool_pre_ping=True)
    smtp = MoodyServer(seed=6)
    smtp.start()
    school = make_school(engine, "wormley")
    settings = replace(school.services.settings, mail_port=smtp.port, redis_url=valkey)
    school.services = replace(
        school.services,
        settings=settings,
        clock=TableClock(lambda: timedelta(seconds=read_offset(engine))),
        mailer=SmtpMailer(settings),
        queue=RqQueue(valkey, settings.queue_name),
    )
    fleet = Fleet(
        {
            **os.environ,
            "DATABASE_URL": database.app_url,
            "REDIS_URL": valkey,
            "MAIL_PORT": str(smtp.port),
            "MAIL_PATIENCE": str(PATIENCE),
        }
    )
    yield Storm(school, _waiting(school), postgres, smtp, fleet)
    fleet.end_all()
    engine.dispose()
    smtp.stop()
    postgres.destroy()


def _waiting(at: School) -> UUID:
    """An incident with a notice to each of so many families, waiting to be sent."""
    incident = telling.breach(at)
    at.do("decide_people", Role.DPO, incident, choice=PeopleChoice.OBLIGED)
    born = at.services.clock.now().year - 7
    head = "Surname,Forename,Date of birth,Admission number,Contact 1 name,Contact 1 relationship,"
    head += "Contact 1 parental responsibility,Contact 1 daily care,Contact 1 email,"
    lines = [f"{head}Information involved"]
    lines += [
        f"Family{n},Child{n},1/1/{born},A{n},Ann Family{n},mother,yes,yes,ann{n}@example.org,name"
        for n in range(NOTICES)
    ]
    rows = telling.rows_of(at, incident, "\n".join(lines).encode())
    at.do("import_people", Role.DPO, incident, rows=rows, source="people.csv")
    at.do("clear_contacts", Role.DPO, incident, against="The admissions register.")
    at.do("write_notice", Role.DPO, incident, parts=telling.PARTS)
    telling.send(at, incident, NOTICES, why_not_waited="High risk.")
    return incident


@pytest.mark.clause("DBRP-5.16", "DBRP-5.17")
def test_nobody_is_lost_and_nobody_doubled_whatever_happens(storm: Storm) -> None:
    for _ in range(WORKERS):
        storm.fleet.start("worker")
    trouble = (
        storm.kill_one, storm.flush_valkey, storm.crash_database, storm.shut_mail_server,
        storm.kill_one,
    )  # fmt: skip
    for number, happens in enumerate(trouble, 1):
        storm.until_taken(number * NOTICES // (len(trouble) + 1))
        happens()
    storm.until_taken(NOTICES * 9 // 10)
    storm.calm_down()

    school, taken = storm.school, storm.smtp.taken
    with open_session(school.services.engine, school.scope) as session:
        stands = {row.id: row.standing for row in session.scalars(select(RecipientRow))}
        sent_once = Counter(
            session.scalars(select(AttemptRow.recipient_id).where(AttemptRow.result == "sent"))
        )
        tried = set(session.scalars(select(AttemptRow.recipient_id)))
        lost_in_hand = len(
            session.scalars(
                select(EffectRow.id).where(
                    EffectRow.kind == "notice", EffectRow.error == "LeaseLost"
                )
            ).all()
        )
    ends = Counter(stands.values())
    assert set(ends) <= {"sent", "failed", "uncertain"}
    assert ends.total() == NOTICES == storm.counts().total()  # nobody is lost
    assert {state: ends[state] for state in storm.counts()} == storm.counts()
    arrived = {UUID(ident[8:44]) for ident in taken}
    assert set(taken.values()) == {1}  # nobody has two
    sent = {one for one, standing in stands.items() if standing == "sent"}
    failed = {one for one, standing in stands.items() if standing == "failed"}
    assert sent <= arrived <= set(stands) - failed  # what is said is true
    assert sent_once == Counter(sent)
    assert tried == set(stands)  # each with its attempts
    lost = 2 + WORKERS + WORKERS  # killed on the way, when the database crashed, and in the end
    assert lost_in_hand <= lost * stream.MOST_AT_ONCE  # a window each, as ADR 0013 says
    people = school.facts(storm.incident).people
    assert (people.waiting, people.unresolved) == (0, ends["failed"] + ends["uncertain"])
