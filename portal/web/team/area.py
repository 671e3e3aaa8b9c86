"""The blueprint of the people who look after schools, and for whom its pages are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, url_for

from portal.web import looking_after
from tenants.permissions import Permission

if TYPE_CHECKING:
    from uuid import UUID

    from tenants.organisations import Belonging

blueprint = Blueprint("portal_team", __name__, url_prefix="/schools/team")

BOTH: Final = ["GET", "POST"]


def here() -> Belonging:
    """The service, trust or authority for which this page is."""
    return looking_after.chosen(Permission.KEEP_TEAM)


def others() -> list[Belonging]:
    """The person's other ones."""
    return [one for one in looking_after.mine(Permission.KEEP_TEAM) if one != here()]


def way(page: str, person_id: UUID | None = None) -> str:
    """The address of one of these pages, for the same organisation."""
    return url_for(f".{page}", by=looking_after.by(Permission.KEEP_TEAM), person_id=person_id)
