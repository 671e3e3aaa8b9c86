"""The group `flask portal …`, and what all its commands share."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

import click
from flask import current_app
from flask.cli import AppGroup

if TYPE_CHECKING:
    from collections.abc import Callable

    from portal.host import Services

portal_commands = AppGroup("portal", help="School incident portal.")
as_json = click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")


def services() -> Services:
    """The portal's services of the current app."""
    return cast("Services", current_app.extensions["portal"].services())


def say(value: object, text: Callable[[], str], *, as_json: bool) -> None:
    """Print `value` as JSON, or the text."""
    click.echo(json.dumps(value, indent=2, default=str) if as_json else text())
