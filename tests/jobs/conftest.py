"""A database for the module, a school for the test."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine

from portal.jobs import handlers
from tests.databases import Database
from tests.jobs.world import School, StoppedClock, with_notices


@pytest.fixture(scope="module")
def engine(database: Database) -> Iterator[Engine]:
    engine = create_engine(database.app_url)
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
