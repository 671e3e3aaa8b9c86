"""The group `flask portal …`, and what all its commands share."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

import click
import psycopg
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError

if TYPE_CHECKING:
    from collections.abc import Callable

    from portal.host import Services


class _PortalGroup(AppGroup):
    """A database that does not answer ends each command with a sentence."""

    def invoke(self, ctx: click.Context) -> object:
        """Do the command; what PostgreSQL itself says of a statement stays an error."""
        try:
            return super().invoke(ctx)
        except (OperationalError, psycopg.OperationalError) as error:
            if getattr(getattr(error, "orig", error), "sqlstate", None) is not None:
                raise
            sentence = "PostgreSQL does not answer, or does not let the portal in."
            raise click.ClickException(sentence) from None


portal_commands = _PortalGroup("portal", help="School incident portal.")
as_json = click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")


def services() -> Services:
    """The portal's services of the current app."""
    return cast("Services", current_app.extensions["portal"].services())


def say(value: object, text: Callable[[], str], *, as_json: bool) -> None:
    """Print `value` as JSON, or the text."""
    click.echo(json.dumps(value, indent=2, default=str) if as_json else text())
