"""The master key, when it is changed."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from portal.cli.group import portal_commands, services
from portal.crypto import UnknownMasterKey

keys_commands = AppGroup("keys", help="The master key.")
portal_commands.add_command(keys_commands)


@keys_commands.command("rewrap")
def rewrap() -> None:
    """Wrap all keys with PORTAL_MASTER_KEY that one of PORTAL_EARLIER_MASTER_KEYS wrapped."""
    try:
        count = current_app.extensions["portal"].rewrap(services())
    except UnknownMasterKey:
        raise click.ClickException(
            "A key was wrapped with a master key that is in neither PORTAL_MASTER_KEY nor "
            "PORTAL_EARLIER_MASTER_KEYS. Give that one as well, and say this again."
        ) from None
    click.echo(f"{count:,} keys were wrapped anew. PORTAL_MASTER_KEY now opens all of them:")
    click.echo("take PORTAL_EARLIER_MASTER_KEYS out of the settings.")
