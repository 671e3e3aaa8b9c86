"""Commands that only a host can give, for they are about its users."""

from __future__ import annotations

from typing import Final
from uuid import UUID

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from portal.cli import portal_commands, services
from standalone.sign_in import own
from standalone.sign_in.second_step import kept
from standalone.users import User, datastore, db


def init_app(_app: Flask) -> None:
    """Add the commands to the portal's."""
    for command in COMMANDS:
        portal_commands.add_command(command)


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


@click.group("codes")
def codes_command() -> None:
    """Codes of phones, by which people sign in."""


@codes_command.command("forget")
@click.argument("email")
@with_appcontext
def forget(email: str) -> None:
    """Let somebody in without a code who has lost phone and spare codes. Know that it is them."""
    user = datastore().find_user(case_insensitive=True, email=email)
    if user is None or not kept.forget(UUID(str(user.id))):
        raise click.ClickException("Nobody with this address signs in with a code.")
    click.echo("Their password alone signs them in from now on. Where codes are a must, they set")
    click.echo("one up at the next sign-in.")


@click.group("user")
def user_command() -> None:
    """Those who sign in."""


@user_command.command("move")
@click.argument("old")
@click.argument("new")
@with_appcontext
def move(old: str, new: str) -> None:
    """Let somebody sign in with the address NEW instead of OLD. Know that it is theirs.

    For whoever can do it no more themselves, as the mailbox of OLD is gone.
    """
    found = datastore().find_user(case_insensitive=True, email=old)
    user = db.session.get(User, found.id) if found else None
    if user is None:
        raise click.ClickException("Nobody signs in with the old address.")
    if "@" not in new or not own.move(user, new, by_operator=True):
        raise click.ClickException("Somebody signs in with the new address, or it is none.")
    click.echo("They sign in with the new address from now on, and our mails go there. Where they")
    click.echo("are signed in, they sign in again.")


COMMANDS: Final = (demo_command, codes_command, user_command)
