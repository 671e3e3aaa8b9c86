"""For which service, trust or authority a page is: pages of those who look after schools."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

from portal.web.access import current_visit

if TYPE_CHECKING:
    from tenants.organisations import Belonging
    from tenants.permissions import Permission


def mine(permission: Permission) -> tuple[Belonging, ...]:
    """The organisations at which the person holds it."""
    return tuple(one for one in current_visit().belongings if permission.held_by(one.roles))


def chosen(permission: Permission) -> Belonging:
    """The one for which this page is: named in its address where there are several."""
    wanted, found = request.args.get("by", ""), mine(permission)
    return next((one for one in found if one.slug == wanted), found[0])


def by(permission: Permission) -> str | None:
    """What an address carries of it."""
    return chosen(permission).slug if len(mine(permission)) > 1 else None
