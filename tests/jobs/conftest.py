"""A database for the module, a school for the test."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from portal.host import Services
from portal.jobs import handlers
from portal.notices.mailer import SmtpMailer
from portal.settings import Settings
from tests.databases import Database, engine_of
from tests.desk.world import School as DeskSchool
from tests.desk.world import make_school
from tests.jobs.world import School, StoppedClock, with_notices
from tests.mail_sink import MailSink


@pytest.fixture(scope="module")
def engine(database: Database) -> Iterator[Engine]:
    engine = engine_of(database.app_url)
    yield engine
    engine.dispose()


@pytest.fixture
def school(engine: Engine) -> School:
    return School.found(engine)


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
def notices(monkeypatch: pytest.MonkeyPatch) -> None:
    """A notice of the tests' own: one mail to an address made from the row's key."""
    for kind, handler in with_notices().items():
        monkeypatch.setitem(handlers.HANDLERS, kind, handler)


def mailing(services: Services, port: int) -> Services:
    """The same, with real mail to the server at this port."""
    settings = Settings(
        master_key=bytes(32),
        public_url="https://portal.example.org",
        mail_from="incidents@portal.example.org",
        mail_port=port,
        production=False,
    )
    return replace(services, settings=settings, mailer=SmtpMailer(settings))


@pytest.fixture
def desk(fresh_database: Database, smtp: MailSink) -> Iterator[Callable[[], DeskSchool]]:
    """Makes schools whose services send real mail."""
    engine = engine_of(fresh_database.app_url)

    def made() -> DeskSchool:
        school = make_school(engine, "wormley")
        school.services = mailing(school.services, smtp.port)
        return school

    yield made
    engine.dispose()
