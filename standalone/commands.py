"""`flask portal demo`: the one command that only a host can give, for it makes users."""

from __future__ import annotations

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from portal.cli import portal_commands, services


def init_app(_app: Flask) -> None:
    """Add the command to the portal's."""
    portal_commands.add_command(demo_command)


@click.command("demo")
@click.option("--people", is_flag=True, help="Only list whom to sign in as.")
@click.option("--without-stories", is_flag=True, help="Schools and people, no incidents.")
@with_appcontext
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
