"""The standalone app with the demo schools, for tests of pages: real database, real sign-in.

`portal_app` has a database of its own for each module; `demo` names schools and people by the words
of standalone/demo/cast.py, `client_for("wormley.head")` is signed in, `clock` moves the time.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from uuid import UUID

import pytest
import sqlalchemy as sa
import structlog
from flask import Flask
from flask.testing import FlaskClient

from portal.models.clock import TestClockRow
from standalone import logs
from standalone.demo import cast
from standalone.servers import DATABASE, Postgres
from tests.databases import Database, clone, copy, named, once

DEMO = "portal_demo"
FRIDAY = datetime(2026, 10, 23, 15, 10, tzinfo=UTC)
"""10 past 4 in the afternoon of the last school day before half term."""


@dataclass(frozen=True)
class Demo:
    """Ids of the demonstration: `schools["wormley"]`, `people["wormley.head"]`."""

    schools: dict[str, UUID]
    people: dict[str, UUID]


class MovingClock:
    """The clock of the app under test, of its worker and of its timers."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def now(self) -> datetime:
        """What the app takes for the present."""
        with self._engine.connect() as connection:
            offset = connection.scalar(sa.select(TestClockRow.offset_seconds)) or 0.0
        return datetime.fromtimestamp(datetime.now(UTC).timestamp() + offset, UTC)

    def move_to(self, instant: datetime) -> None:
        """Let it be `instant` now; time goes on from there."""
        self._set((instant - datetime.now(UTC)).total_seconds())

    def pass_by(self, *, hours: float = 0, days: float = 0) -> None:
        """Let time pass."""
        with self._engine.connect() as connection:
            offset = connection.scalar(sa.select(TestClockRow.offset_seconds)) or 0.0
        self._set(offset + hours * 3600 + days * 86400)

    def _set(self, offset: float) -> None:
        with self._engine.begin() as connection:
            moved = connection.execute(sa.update(TestClockRow).values(offset_seconds=offset))
            if not moved.rowcount:
                connection.execute(sa.insert(TestClockRow).values(id=1, offset_seconds=offset))


ClientFor = Callable[[str], FlaskClient]


@pytest.fixture(scope="session")
def demo_template(migrated: Postgres) -> str:
    """The name of a database with the demo schools and without incidents, to clone."""
    with once("demo") as first:
        if first:
            from standalone.demo.loading import load_people
            from standalone.migrate import upgrade

            database = copy(migrated, DATABASE, DEMO)
            upgrade(database.owner_url)
            app = make_app(database)
            with app.app_context():
                load_people(app.extensions["portal"].services())
            dispose(app)
    return DEMO


@pytest.fixture(scope="module")
def demo_database(migrated: Postgres, demo_template: str) -> Iterator[Database]:
    """The demo schools in a database that the tests of one module have to themselves."""
    with clone(migrated, demo_template, DEMO) as database:
        yield database


@pytest.fixture(scope="session")
def _app(migrated: Postgres) -> Flask:
    """The app of this worker: each module finds another database behind the same address."""
    return make_app(named(migrated, DEMO), WTF_CSRF_ENABLED=False)


@pytest.fixture(scope="module")
def portal_app(_app: Flask, demo_database: Database) -> Iterator[Flask]:
    """The standalone app over them. Without CSRF checks: tests/hosts proves those."""
    _app.extensions.pop("portal_counts", None)  # reports without sign-in, and wrong receipt codes
    yield _app
    dispose(_app)


@pytest.fixture
def client_for(portal_app: Flask) -> ClientFor:
    """A new signed-in client: `client_for("wormley.head")`, in front of @example.org."""
    return lambda who: sign_in(portal_app.test_client(), who)


@pytest.fixture(scope="session")
def demo() -> Demo:
    """The ids of schools and people."""
    return Demo(
        {each.key: each.id for each in cast.ORGANISATIONS},
        {
            f"{each.key}.{somebody.key}": cast.person_id(each, somebody)
            for each in cast.ORGANISATIONS
            for somebody in each.people
        },
    )


@pytest.fixture
def clock(portal_app: Flask) -> Iterator[MovingClock]:
    """The app's clock, on the Friday of the stories; back to the present after the test."""
    with portal_app.app_context():
        moving = MovingClock(portal_app.extensions["portal"].services().engine)
    moving.move_to(FRIDAY)
    yield moving
    moving._set(0)


def make_app(database: Database, **settings: object) -> Flask:
    """The standalone app over a database; nobody listens for its wake-ups."""
    from standalone.app import create_app

    urls = {
        "SQLALCHEMY_DATABASE_URI": database.app_url,
        "PORTAL_MIGRATION_URL": database.owner_url,
        "REDIS_URL": "redis://127.0.0.1:1/0",
    }
    with _nothing_collected():
        return create_app("test", {**urls, **settings})


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """While routes are made out of syntax trees, some releases of Python 3.11 fail when something
    that is collected makes one as well, as the log of a connection whose database is gone does.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def sign_in(client: FlaskClient, who: str) -> FlaskClient:
    """Sign in through the page, as people do."""
    from standalone.demo import PASSWORD

    answer = client.post("/sign-in", data={"email": f"{who}@example.org", "password": PASSWORD})
    assert answer.status_code == 302, f"{who} was not let in"
    return client


def dispose(app: Flask) -> None:
    """Close the app's connections: a database with connections cannot be cloned or dropped."""
    from standalone.users import db

    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()


@contextmanager
def production_logs() -> Iterator[StringIO]:
    """All that production would log, and what libraries would say beside."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    with redirect_stderr(StringIO()) as written:
        logs.configure(readable=False)
        yield written
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()
