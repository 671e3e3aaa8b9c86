"""Bring a database to this release: the portal's tables, then this host's own."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from portal import migrate as portal_migrate

VERSION_TABLE: Final = "standalone_alembic_version"
_FOLDER: Final = Path(__file__).with_name("migrations")


def upgrade(owner_url: str) -> None:
    """Migrate everything up to this release; `owner_url` signs in as portal_owner.

    Raises `portal.migrate.WrongRole` for another role.
    """
    portal_migrate.upgrade(owner_url)
    config = configuration()
    with portal_migrate.prepared_connection(owner_url) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()


def is_current(engine: sa.Engine) -> bool:
    """Whether both histories are where this release wants them. Any role may ask."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        ours = set(context.get_current_heads())
    wanted = set(ScriptDirectory.from_config(configuration()).get_heads())
    portal_is = set(portal_migrate.current(engine)) == set(portal_migrate.heads())
    return portal_is and ours == wanted


def configuration() -> Config:
    """Alembic's settings of this host's history."""
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    return config
