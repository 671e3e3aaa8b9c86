"""Whom to sign in as."""

from __future__ import annotations

from standalone.demo import cast
from standalone.demo.loading import PASSWORD
from tenants.roles import TITLES


def table() -> str:
    """Everybody of the demonstration, by organisation, and the password of all."""
    rows = [("Where", "Role", "Name", "E-mail to sign in with")] + [
        (each.name, TITLES[somebody.role], somebody.name, cast.address(each, somebody))
        for each in (*cast.SCHOOLS, cast.SERVICE, cast.AUTHORITY)
        for somebody in each.people
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
    return "\n".join([*lines, "", f"Everybody’s password: {PASSWORD}"])
