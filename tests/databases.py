"""Databases of a test run: templates made once, and clones of them."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from sqlalchemy import URL, Engine, create_engine, text

from standalone.servers import Postgres

RUN_FOLDER = "PORTAL_TEST_RUN_FOLDER"


@dataclass(frozen=True)
class Database:
    """One database: where migrations sign in, and where the portal does."""

    name: str
    owner_url: str
    app_url: str

    @classmethod
    def of(cls, server: Postgres, name: str) -> "Database":
        return cls(name, _text(server.owner_url(name)), _text(server.app_url(name)))


@contextmanager
def once(what: str) -> Iterator[bool]:
    """Let one worker at a time through, and tell the first; a failure leaves it to the next."""
    mark = Path(os.environ[RUN_FOLDER]) / what
    with mark.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield not mark.exists()
        mark.touch()


def copy(server: Postgres, template: str, name: str) -> Database:
    """Make the database `name` out of another one to which nobody is connected."""
    administer(server, f"create database {name} template {template} owner portal_owner")
    return Database.of(server, name)


@contextmanager
def clone(server: Postgres, template: str) -> Iterator[Database]:
    """A copy that goes when the test or module ends."""
    database = copy(server, template, f"test_{uuid4().hex}")
    yield database
    administer(server, f"drop database {database.name} with (force)")


def made_by_another_version(owner: Engine) -> None:
    """Let the empty database say that its tables come from a baseline that is no more."""
    with owner.begin() as connection:
        connection.execute(text("create table portal_alembic_version (version_num text)"))
        connection.execute(text("insert into portal_alembic_version values ('0001_old')"))


def administer(server: Postgres, statement: str) -> None:
    """Say one statement to the server as its administrator."""
    admin = create_engine(server.admin_url(), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(statement))
    admin.dispose()


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)
