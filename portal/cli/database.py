"""The portal's tables."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from portal.cli.group import portal_commands

db_commands = AppGroup("db", help="The portal's tables.")
portal_commands.add_command(db_commands)


@db_commands.command("upgrade")
@click.option("--url", envvar="PORTAL_MIGRATION_URL", required=True, help="As the tables' owner.")
def db_upgrade(url: str) -> None:
    """Bring the tables to this version; run as portal_owner."""
    from portal.migrate import WrongRole, upgrade

    try:
        upgrade(url)
    except WrongRole as wrong:
        raise click.ClickException(str(wrong)) from None
    click.echo("The portal's tables are up to date.")
