"""Bring a database to the tables of this release: our own Alembic history and version table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from portal.errors import PortalError

VERSION_TABLE: Final = "portal_alembic_version"
OWNER: Final = "portal_owner"
APP: Final = "portal_app"

# A migration that waits behind a long query makes every later query wait behind itself.
_LOCK_TIMEOUT: Final = "10s"
_ONE_AT_A_TIME: Final = sa.text("select pg_advisory_lock(hashtextextended('portal migrations', 0))")


class WrongRole(PortalError):
    """Migrations must run as the owner of the tables, who is bound by row-level security."""


class UnknownTables(PortalError):
    """The database is at a revision that is not in this release: a later one's, or of a baseline
    that was written anew. No way leads from there.
    """


def upgrade(owner_url: str, to: str = "head") -> None:
    """Migrate the database up to `to`, or do nothing when it is there.

    `owner_url` signs in as portal_owner. Waits while another process migrates. Raises WrongRole for
    another role, UnknownTables for the tables of another version; leaves the database as it was
    then, and when a revision fails.
    """
    with _prepared(owner_url) as config:
        connection = config.attributes["connection"]
        _require_known(_heads_of(connection))
        command.upgrade(config, to)
        connection.execute(sa.text(f"grant select on {VERSION_TABLE} to {APP}"))


def downgrade(owner_url: str, to: str) -> None:
    """Migrate the database down to `to` ("base": nothing is left); dropped tables are gone."""
    with _prepared(owner_url) as config:
        command.downgrade(config, to)


def heads() -> tuple[str, ...]:
    """The revisions this release wants."""
    return tuple(ScriptDirectory.from_config(configuration()).get_heads())


def current(engine: sa.Engine) -> tuple[str, ...]:
    """The revisions a database has; none when it was never migrated. Any role may ask."""
    with engine.connect() as connection:
        return _heads_of(connection)


def configuration() -> Config:
    """Alembic's settings; there is no alembic.ini."""
    config = Config()
    config.set_main_option("script_location", str(_folder()).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    return config


@contextmanager
def prepared_connection(owner_url: str) -> Iterator[sa.Connection]:
    """A connection of portal_owner that holds the lock for migrations."""
    engine = sa.create_engine(owner_url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        role = connection.scalar(sa.text("select current_user"))
        if role != OWNER:
            raise WrongRole(f"Migrations run as {OWNER}, but this URL signs in as {role}.")
        connection.execute(_ONE_AT_A_TIME)
        connection.execute(sa.text(f"set lock_timeout = '{_LOCK_TIMEOUT}'"))
        connection.commit()
        yield connection


def _heads_of(connection: sa.Connection) -> tuple[str, ...]:
    context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
    return context.get_current_heads()


def _require_known(found: tuple[str, ...]) -> None:
    ours = {
        script.revision for script in ScriptDirectory.from_config(configuration()).walk_revisions()
    }
    if unknown := set(found) - ours:
        raise UnknownTables(
            f"This database was made by another version of the portal ({', '.join(unknown)}) and "
            "cannot be brought to this one. Use that version, or an empty database."
        )


@contextmanager
def _prepared(owner_url: str) -> Iterator[Config]:
    config = configuration()
    with prepared_connection(owner_url) as connection:
        config.attributes["connection"] = connection
        yield config
        connection.commit()


def _folder() -> Path:
    """Where the revisions lie: inside the package when installed, else in the checkout."""
    installed = Path(str(files("portal"))) / "_migrations"
    return installed if installed.is_dir() else Path(__file__).parents[1] / "migrations"
