"""Databases of a test run: templates made once, and clones of them.

A worker's clones follow one another under a few names. So its engines and its app stay the same,
and statements and templates are compiled once a worker, not once a module.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
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
    """Make the database `name` out of another one to which nobody is connected.

    Its files are copied: writing them through the log, PostgreSQL's own choice, takes longer.
    """
    made = f"create database {name} template {template} owner portal_owner strategy file_copy"
    administer(server, made)
    return Database.of(server, name)


def named(server: Postgres, place: str) -> Database:
    """The database that this worker has in one place (`module`, say), one after another."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    return Database.of(server, f"test_{place}_{worker}")


@contextmanager
def clone(server: Postgres, template: str, place: str = "") -> Iterator[Database]:
    """A copy that goes when the test or module ends; without a place, of a name that never was."""
    name = named(server, place).name if place else f"test_{uuid4().hex}"
    database = copy(server, template, name)
    yield database
    administer(server, f"drop database {database.name} with (force)")


@cache
def engine_of(url: str) -> Engine:
    """The one engine of this address; whoever uses it disposes of its connections at the end."""
    return create_engine(url)


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
