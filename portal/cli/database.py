"""The portal's tables."""

from __future__ import annotations

from typing import Final

import click
from flask import current_app
from flask.cli import AppGroup

from portal.cli.group import portal_commands

UNKNOWN_TABLES: Final = 3
"""The exit status where only another database helps: `make run` knows which."""

db_commands = AppGroup("db", help="The portal's tables.")
portal_commands.add_command(db_commands)


class OtherDatabaseNeeded(click.ClickException):
    """Nothing can be done with this one."""

    exit_code = UNKNOWN_TABLES


@db_commands.command("upgrade")
@click.option(
    "--url",
    envvar="PORTAL_MIGRATION_URL",
    show_envvar=True,
    required=True,
    help="As the tables' owner.",
)
def db_upgrade(url: str) -> None:
    """Bring all tables to this version, the host's own with them; run as portal_owner."""
    from portal.migrate import UnknownTables, WrongRole

    try:
        current_app.extensions["portal"].upgrade(url)
    except WrongRole as wrong:
        raise click.ClickException(str(wrong)) from None
    except UnknownTables as unknown:
        raise OtherDatabaseNeeded(str(unknown)) from None
    click.echo("All tables are up to date.")
