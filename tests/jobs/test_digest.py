"""What has long been late is told in one mail, where it is much; each stays on its own record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from uuid import UUID

import pytest
from sqlalchemy import create_engine, select, text

from portal.desk.telling.bouncing import bounced
from portal.jobs.deliver import deliver_due, take_back_lost
from portal.mail_in.bounces import ours
from portal.models.effects import EffectRow
from portal.models.incidents import ConcernRow
from portal.notices.mailer import SmtpMailer
from portal.rules.words import Answer
from portal.store.effects import CALM
from tenants.db import Scope, open_session
from tenants.models import Membership, Person
from tenants.roles import Role
from tests.databases import Database
from tests.desk.world import School, StillClock, make_services
from tests.faults.dying import LEASES_DIE, die, dies
from tests.jobs.conftest import mailing
from tests.jobs.test_alerts import tick_here
from tests.mail_sink import MailSink

CALMLY = {"danger": Answer.NO, "still_going_on": Answer.NO}
MANY = " things overdue at "
HEAD = "head.of.both@example.org"


class Both:
    """Two schools with one Head, who has looked at none of the reports."""

    def __init__(self, here: School, there: School, smtp: MailSink) -> None:
        self.here, self.there, self.smtp = here, there, smtp
        there.services, there.clock = here.services, here.clock
        self.head = here.people[Role.HEAD]
        with open_session(here.services.engine, self.scope) as session, session.begin():
            session.get_one(Person, self.head).email = HEAD
            role = {"person_id": self.head, "role": Role.HEAD, "from_on": date(2026, 9, 1)}
            session.add(Membership(organisation_id=there.id, **role))
        self.incidents = [at.report(**CALMLY) for at in (here, here, here, there, there)]
        here.clock.at += timedelta(hours=48)
        tick_here(here.services)
        assert self.smtp.sent_to(HEAD)
        assert not self.effects(), "what is late for a few hours is a mail each"
        smtp.caught.clear()

    @property
    def ids(self) -> list[UUID]:
        return [self.here.id, self.there.id]

    @property
    def scope(self) -> Scope:
        return Scope.of(*self.ids)

    def effects(self) -> list[EffectRow]:
        """The calm reminders of the Head."""
        theirs = select(EffectRow).where(
            EffectRow.template == "reminder", EffectRow.person_id == self.head
        )
        with open_session(self.here.services.engine, self.scope) as session:
            return [row for row in session.scalars(theirs) if row.data.get(CALM)]

    def states(self) -> set[tuple[str, int]]:
        """Of all of them, with how often they were tried."""
        return {(row.state, row.attempts) for row in self.effects()}

    def two_days_late(self) -> None:
        """Nobody has looked at the reports, and timers look."""
        self.here.clock.at += timedelta(hours=3)
        tick_here(self.here.services)

    def mail(self) -> EmailMessage:
        """The one that the Head got of many things."""
        (one,) = [
            mail for mail in self.smtp.sent_to(HEAD) if " things overdue at " in mail["Subject"]
        ]
        return one


@pytest.fixture
def both(desk: Callable[[], School], smtp: MailSink) -> Both:
    return Both(desk(), desk(), smtp)


def test_what_many_reminders_say_is_one_mail(both: Both) -> None:
    both.two_days_late()
    text = both.mail().get_content()
    effects = both.effects()
    assert {row.incident_id for row in effects} >= set(both.incidents)
    assert both.states() == {("sent", 1)}
    assert text.count("https://") == 1
    assert [text.count(f"INC-2026-000{number}, ") > 0 for number in (1, 2, 3)] == [True] * 3
    assert both.mail()["Subject"] == "5 things overdue at 2 schools"


def test_a_danger_is_a_mail_of_its_own(both: Both) -> None:
    both.here.report(danger=Answer.YES)
    both.two_days_late()
    assert [mail for mail in both.smtp.sent_to(HEAD) if "INC-2026-0004" in mail["Subject"]]
    assert "INC-2026-0004" not in both.mail().get_content()


def test_what_the_server_refuses_is_tried_again_for_all(both: Both) -> None:
    both.smtp.refuse(permanently=False)
    both.two_days_late()
    assert both.states() == {("waiting", 1)}
    both.smtp.accept()
    both.here.clock.at += timedelta(minutes=2)
    deliver_due(both.here.services, both.ids)
    assert both.mail()
    assert both.states() == {("sent", 2)}


def test_what_is_not_to_be_told_any_more_is_not_told(both: Both) -> None:
    both.smtp.refuse(permanently=False)
    both.two_days_late()
    both.smtp.accept()
    hidden = both.incidents[0]
    with open_session(both.here.services.engine, both.scope) as session, session.begin():
        session.add(ConcernRow(school_id=both.here.id, incident_id=hidden, person_id=both.head))
    both.here.clock.at += timedelta(minutes=2)
    deliver_due(both.here.services, both.ids)
    assert both.mail().get_content().count("INC-2026-0001, ") == 1, "there, not here"
    stopped = {row.incident_id for row in both.effects() if row.state == "stopped"}
    assert stopped == {hidden}


def test_where_it_comes_back_nobody_was_told_of_any_of_it(both: Both) -> None:
    both.two_days_late()
    mail = ours(both.mail()["Message-ID"])
    assert mail
    of = next(row.school_id for row in both.effects() if row.id == mail.id)
    bounced(both.here.services, of, mail.kind, mail.id, "hard")
    assert {(row.state, row.error) for row in both.effects()} == {("failed", "MailBounced")}


class LastMailer(SmtpMailer):
    """Hands the mail of many things over, and then its worker is lost."""

    def send(self, message: EmailMessage) -> None:
        super().send(message)
        if MANY in message["Subject"]:
            die()


def deliver(url: str, port: int, at: datetime, schools: list[UUID]) -> None:
    """Be a worker that is lost with the answer of the mail server in its hands."""
    services = mailing(make_services(create_engine(url)), port)
    services = replace(services, clock=StillClock(at), mailer=LastMailer(services.settings))
    deliver_due(services, schools)


@pytest.mark.faults
def test_a_worker_that_is_lost_leaves_one_second_copy_that_says_so(
    both: Both, fresh_database: Database
) -> None:
    both.smtp.refuse(permanently=False)
    both.two_days_late()
    both.smtp.accept()
    at = both.here.clock.at = both.here.clock.at + timedelta(minutes=2)
    dies(deliver, fresh_database.app_url, both.smtp.port, at, both.ids)
    first = both.mail()
    deliver_due(both.here.services, both.ids)
    assert both.mail(), "nobody else touches what the dead worker holds"
    with open_session(both.here.services.engine, both.scope) as session, session.begin():
        session.execute(text(LEASES_DIE))
    take_back_lost(both.here.services, at)
    both.smtp.caught.clear()
    deliver_due(both.here.services, both.ids)
    assert both.mail()["Message-ID"] == first["Message-ID"]
    assert "You may have had this message before" in both.mail().get_content()
    assert {state for state, _ in both.states()} == {"sent"}
