"""What follows the settling of notices: written in the same commit, done in their batches."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.host import Services
from portal.jobs.deliver import deliver_due
from portal.jobs.handlers import HANDLERS, Handler
from portal.jobs.schedule import tick
from portal.models.effects import EffectRow
from portal.notices.mailer import SmtpMailer
from portal.outbox import leases, rows
from portal.outbox.leases import Settlement
from portal.rules.words import Answer
from portal.store.effects import ClaimedEffect
from tenants.db import open_session
from tests.databases import Database, engine_of
from tests.desk.world import School, make_school
from tests.jobs.world import NOTICE, settings
from tests.mail_sink import MailSink


class Recount:
    """Notes how the notices stand whenever it is asked to count them."""

    def __init__(self) -> None:
        self.counted: list[dict[str, int]] = []
        self.meanwhile: list[School] = []

    def __call__(self, session: Session, _services: Services, effect: ClaimedEffect) -> Settlement:
        assert effect.incident_id is not None
        states = session.execute(
            select(EffectRow.state, func.count())
            .where(EffectRow.incident_id == effect.incident_id, EffectRow.kind == "notice")
            .group_by(EffectRow.state)
        )
        self.counted.append({row[0]: row[1] for row in states})
        if self.meanwhile:
            again(self.meanwhile.pop(), effect.incident_id)
        return Settlement("sent")


def again(school: School, incident_id: UUID) -> None:
    with open_session(school.services.engine, school.scope) as session, session.begin():
        rows.write_again(
            session,
            school_id=school.id,
            kind="recount",
            incident_id=incident_id,
            run_after=school.clock.now(),
        )


@pytest.fixture
def recount(monkeypatch: pytest.MonkeyPatch) -> Recount:
    made = Recount()
    monkeypatch.setitem(HANDLERS, "notice", replace(NOTICE, then="recount"))
    monkeypatch.setitem(HANDLERS, "recount", Handler(made, repeatable=True))
    return made


@pytest.fixture
def school(fresh_database: Database, smtp: MailSink) -> Iterator[School]:
    engine = engine_of(fresh_database.app_url)
    made = make_school(engine, "wormley")
    mailer = SmtpMailer(settings(smtp_port=smtp.port))
    made.services = replace(made.services, mailer=mailer, settings=mailer.settings)
    yield made
    engine.dispose()


def told(school: School, homes: int) -> UUID:
    """An incident with so many notices that wait."""
    incident_id = school.report(danger=Answer.NO)
    with open_session(school.services.engine, school.scope) as session, session.begin():
        for number in range(homes):
            rows.write(
                session,
                school_id=school.id,
                incident_id=incident_id,
                kind="notice",
                key=f"home{number}",
                run_after=school.clock.now(),
            )
    return incident_id


def test_many_notices_are_counted_at_the_end_and_not_one_by_one(
    school: School, recount: Recount
) -> None:
    told(school, 60)
    deliver_due(school.services, [school.id])
    assert recount.counted[-1] == {"sent": 60}
    assert len(recount.counted) <= 2  # two batches


def test_each_way_to_settle_is_followed(school: School, recount: Recount, smtp: MailSink) -> None:
    smtp.refuse(permanently=True, only_to="home1@homes.example.org")
    told(school, 2)
    deliver_due(school.services, [school.id])
    assert recount.counted == [{"failed": 1, "sent": 1}]


def test_a_notice_lost_with_its_worker_is_counted_too(school: School, recount: Recount) -> None:
    told(school, 1)
    now = school.clock.now()
    with open_session(school.services.engine, school.scope) as session, session.begin():
        for effect in leases.claim(session, school.id, "lost", now):
            leases.mark_sending(session, effect, "lost")
        session.execute(update(EffectRow).values(lease_until=now))
    assert tick(school.services, workers=False)
    assert recount.counted[-1] == {"uncertain": 1}


def test_what_is_written_again_during_the_count_is_counted_again(
    school: School, recount: Recount
) -> None:
    told(school, 1)
    recount.meanwhile = [school]
    deliver_due(school.services, [school.id])
    assert recount.counted == [{"sent": 1}, {"sent": 1}]
    with open_session(school.services.engine, school.scope) as session:
        (row,) = session.scalars(select(EffectRow).where(EffectRow.kind == "recount"))
    assert row.state == "sent"
