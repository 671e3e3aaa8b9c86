"""The host's own commands: `flask host upgrade`, and `flask portal demo`."""

from __future__ import annotations

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from portal.cli import portal_commands, services
from standalone import migrate

host_commands = AppGroup("host", help="The app around the portal.")


def init_app(app: Flask) -> None:
    """Add the host's commands. `demo` joins the portal's: only a host can make users."""
    app.cli.add_command(host_commands)


@host_commands.command("upgrade")
@click.option("--url", envvar="PORTAL_MIGRATION_URL", required=True, help="As the tables' owner.")
def upgrade_command(url: str) -> None:
    """Bring all tables to this version, the portal's and the host's; run as portal_owner."""
    migrate.upgrade(url)
    click.echo("All tables are up to date.")


@portal_commands.command("demo")
@click.option("--people", is_flag=True, help="Only list whom to sign in as.")
@click.option("--without-stories", is_flag=True, help="Schools and people, no incidents.")
def demo_command(*, people: bool, without_stories: bool) -> None:
    """Two demo schools with people and incidents; leaves what is there. Refused in production."""
    from standalone import demo  # noqa: PLC0415 - production never loads it

    if not current_app.config["PORTAL_DEV"]:
        raise click.ClickException("Demo people have a password that everybody knows: not here.")
    if people:
        click.echo(demo.table())
    else:
        demo.load(services(), stories=not without_stories)
        click.echo("The demo schools are ready.")
