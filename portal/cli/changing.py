"""What commands that change something share: whom it is about, and what cannot be done."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from tenants.change import Impossible

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from uuid import UUID

    from portal.host import Services
    from tenants.change import Altered, Apply
    from tenants.db import Scope
    from tenants.permissions import Permission


def names(words: Collection[str]) -> click.Choice[str]:
    """One of these, as a shell writes them."""
    return click.Choice(sorted(word.replace("_", "-") for word in words))


def organisation_of(using: Services, slug: str) -> UUID:
    """The id of this short name, or the command ends."""
    from tenants.organisations import find_organisation

    found = find_organisation(using.engine, slug)
    if found is None:
        raise click.ClickException(f"There is no organisation whose short name is {slug}.")
    return found


def change(
    using: Services,
    here: UUID,
    permission: Permission,
    apply: Apply,
    *,
    scope: Scope | None = None,
) -> Altered:
    """Make one change at an organisation, by the operator."""
    from portal.desk.school.administration import alter

    with saying():
        return alter(using, here, permission, apply, by=None, scope=scope)


@contextmanager
def saying() -> Iterator[None]:
    """What cannot be done ends the command with its sentence."""
    try:
        yield
    except Impossible as impossible:
        raise click.ClickException(impossible.sentence) from None
