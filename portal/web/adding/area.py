"""The blueprint of setting up schools, and for whom its pages are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint

from portal.rules.school.school_list import Listed
from portal.web import looking_after
from portal.web.access import current_visit
from portal.web.parts import forms
from tenants import establishments, organisations
from tenants.calendar import uk_date
from tenants.db import Scope, open_session
from tenants.permissions import Permission

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

    from tenants.organisations import Belonging, Officer

blueprint = Blueprint("portal_adding", __name__, url_prefix="/schools/add")

BOTH: Final = ["GET", "POST"]
FIND: Final = "portal_adding.find"


def mine() -> tuple[Belonging, ...]:
    """The organisations for which the person adds schools."""
    return looking_after.mine(Permission.ADD_SCHOOL)


def overseer() -> Belonging:
    """The one for which this page is: named in its address where there are several."""
    return looking_after.chosen(Permission.ADD_SCHOOL)


def by() -> str | None:
    """What an address carries of it."""
    return looking_after.by(Permission.ADD_SCHOOL)


def reading() -> Session:
    """A session in the scope of the organisation."""
    return open_session(current_visit().services.engine, Scope.of(overseer().organisation_id))


def officers(session: Session) -> tuple[Officer, ...]:
    """Whom it can name as the DPO of a school."""
    today = uk_date(current_visit().now)
    return organisations.list_officers(session, overseer().organisation_id, today)


def register_of(session: Session, urns: Collection[str]) -> dict[str, Listed]:
    """What the register says of these numbers."""
    return {
        urn: Listed(row.name, row.address, row.phone, row.type, row.is_open)
        for urn, row in establishments.find(session, urns).items()
    }


def choices(officers: tuple[Officer, ...]) -> list[tuple[str, str]]:
    """Who may be named; the organisation's own DPO first."""
    named = {str(one.person_id): one.name for one in officers}
    return forms.choices({**named, "": "Nobody yet"})
