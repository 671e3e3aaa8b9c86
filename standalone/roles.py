"""The two database roles, and the database that one of them owns.

`portal_owner` owns tables and runs migrations; `portal_app` signs in for web, worker and timers,
owns nothing and cannot pass row-level security. Neither is a superuser.
"""

from typing import Final

import psycopg
from psycopg import sql
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from standalone.secrets import Secrets

OWNER: Final = "portal_owner"
APP: Final = "portal_app"
POSTGRES: Final = frozenset({"postgresql", "postgres"})


class ServerFailed(Exception):
    """A server did not start, stop or accept us; says why in a sentence."""


def provide_database(admin_url: URL, secrets: Secrets, *, create: str | None = None) -> None:
    """Make both roles and give the database of `admin_url`, or the one to `create`, its owner.

    A role that is there keeps its password: it may serve somebody else. Raises ServerFailed when
    that is not ours, and when the role of the URL may not do so, or does not get in.
    """
    try:
        with _connect(admin_url) as connection:
            for role, password in ((OWNER, secrets.owner), (APP, secrets.app)):
                _provide_role(connection, admin_url.set(username=role, password=password))
            _provide_database(connection, create or admin_url.database or "")
    except psycopg.errors.InsufficientPrivilege as error:
        raise ServerFailed(
            f"The role {admin_url.username} may not set up the roles {OWNER} and {APP}: "
            f"{error.diag.message_primary}. Give the URL of a role that may, or create both "
            f"(passwords: var/secrets.json) and give the URL of {OWNER}."
        ) from error
    except psycopg.OperationalError as error:
        raise ServerFailed(f"PostgreSQL at {admin_url.host} did not let us in: {error}") from error


def read_url(text: str) -> URL:
    """Read a database URL as people write it; the driver is ours to choose.

    Raises ServerFailed where it names no database of PostgreSQL, without repeating its password.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        url = None
    if url is None or not url.database or url.get_backend_name() not in POSTGRES:
        raise ServerFailed(
            "The URL names no database of PostgreSQL. It looks like "
            "postgresql://role:password@host:5432/database."
        )
    return url.set(drivername="postgresql+psycopg")


def psycopg_url(url: URL) -> str:
    """The URL as libpq reads it."""
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def _connect(url: URL) -> psycopg.Connection:
    return psycopg.connect(psycopg_url(url), autocommit=True, connect_timeout=10)


def _provide_role(connection: psycopg.Connection, url: URL) -> None:
    """Make the role of the URL, or find that it lets us in."""
    role, me = str(url.username), connection.info.user
    known = connection.execute("select from pg_roles where rolname = %s", [role]).fetchone()
    if known is None:
        made = sql.SQL("create role {} login password {}")
        connection.execute(made.format(sql.Identifier(role), sql.Literal(url.password)))
        # who is no superuser may give a database only to a role that they are a member of
        connection.execute(sql.SQL("grant {} to current_user").format(sql.Identifier(role)))
    elif role != me:
        try:
            _connect(url).close()
        except psycopg.OperationalError:
            raise ServerFailed(
                f"The role {role} is on this server already, with another password than "
                "var/secrets.json has. Give it that one, or use a server without it."
            ) from None


def _provide_database(connection: psycopg.Connection, name: str) -> None:
    found = connection.execute(
        "select pg_get_userbyid(datdba) from pg_database where datname = %s", [name]
    ).fetchone()
    names = sql.Identifier(name), sql.Identifier(OWNER)
    if found is None:
        connection.execute(sql.SQL("create database {} owner {}").format(*names))
    elif found[0] != OWNER:
        connection.execute(sql.SQL("alter database {} owner to {}").format(*names))
