"""A school that takes reports by mail, with a worker that answers over a real SMTP server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.desk.school.administration import alter
from portal.desk.school.mailbox_tests import keep_mailbox
from portal.jobs.deliver import deliver_due
from portal.mail_in.receiving import Received, receive
from portal.models.incidents import IncidentRow
from portal.rules.facts import Facts
from tenants.db import open_session, uuid7
from tenants.permissions import Permission
from tenants.registers import Mailbox, MailboxKind
from tests.databases import Database, engine_of
from tests.desk.telling import with_mail
from tests.desk.world import FRIDAY, School, make_school
from tests.mail_in.messages import TO
from tests.mail_sink import MailSink


@dataclass
class Post:
    """What comes in by mail at one school."""

    school: School
    smtp: MailSink
    address: str
    known: list[UUID] = field(default_factory=list)

    def come(self, raw: bytes, *, work: bool = True) -> Received:
        """A message arrives; the worker takes it in and sends what follows."""
        found = receive(self.school.services, raw, to=[self.address])
        if work:
            self.work()
        return found

    def name(self, email: str, kind: MailboxKind = MailboxKind.REPORTS) -> None:
        """An administrator names another address, and the worker sends the test of it."""
        services = self.school.services
        with open_session(services.engine, self.school.scope) as session:
            mailbox_id = session.scalars(select(Mailbox.id)).one()
        apply = partial(
            keep_mailbox,
            school_id=self.school.id,
            mailbox_id=mailbox_id,
            values={"kind": kind, "email": email},
            now=services.clock.now(),
        )
        alter(services, self.school.id, Permission.KEEP_CONTACTS, apply, by=None)
        self.work()

    def tests(self) -> list[bytes]:
        """The test mails that have left, as they were sent."""
        sent = self.smtp.caught
        return [one.raw for one in sent if str(one.message["Subject"]).startswith("Test ")]

    def work(self) -> None:
        """Deliver all that is due."""
        deliver_due(self.school.services, [self.school.id])

    def incidents(self) -> list[Facts]:
        """All incidents of the school, oldest first."""
        with open_session(self.school.services.engine, self.school.scope) as session:
            ids = session.scalars(select(IncidentRow.id).order_by(IncidentRow.id)).all()
        return [self.school.facts(each) for each in ids]


@pytest.fixture
def post(database: Database, smtp: MailSink) -> Iterator[Callable[[str], Post]]:
    """Make a school under a variant with a reporting address."""
    engine = engine_of(database.app_url)

    def made(variant: str) -> Post:
        school = with_mail(make_school(engine, variant), smtp)
        address = TO.replace("@", f"+{school.id.hex}@")
        with open_session(engine, school.scope) as session, session.begin():
            session.add(
                Mailbox(
                    school_id=school.id,
                    id=uuid7(),
                    kind=MailboxKind.REPORTS,
                    email=address.replace("reports", "Reports"),
                    arrives_since=FRIDAY,
                )
            )
        limited = replace(school.services.settings, mail_per_hour=30)
        school.services = replace(school.services, settings=limited)
        return Post(school, smtp, address)

    yield made
    engine.dispose()
