"""'Your schools': everything that a person belongs to, searched and paged, to switch between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.web.parts.when import day
from tenants.calendar import uk_date
from tenants.closing import list_closed
from tenants.db import Scope, open_session
from tenants.permissions import MANAGERS
from tenants.roles import TITLES, Role

if TYPE_CHECKING:
    from datetime import date

    from portal.web.visiting import Visit
    from tenants.directory import Relation

PAGE = 50
FEW = 10
"""Schools that the home page itself shows."""


@dataclass(frozen=True, slots=True)
class YourSchool:
    """One school: what one is there, and where one may go."""

    slug: str
    name: str
    roles: str
    handles: bool
    """Incidents can be reported and looked at there."""
    manages: bool
    closed: str
    """'Monday 31 August 2026': its last day, once it is over."""


@dataclass(frozen=True, slots=True)
class YourSchools:
    """One page of them; `next` is the slug after which the next one begins, '' on the last."""

    lines: tuple[YourSchool, ...]
    found: int
    next: str


def your_schools(visit: Visit, word: str, after: str) -> YourSchools:
    """By name; `word` stands somewhere in the name, `after` is the last school of the page before.

    What a person is to all their schools is known already; of those that are shown it is asked
    which have closed.
    """
    wanted = word.strip().casefold()
    found = [one for one in visit.relations if wanted in one.name.casefold()]
    places = (n for n, one in enumerate(found, start=1) if one.slug == after)
    start = next(places, 0)
    shown = found[start : start + PAGE]
    more = len(found) > start + PAGE
    ids = tuple(one.school_id for one in shown)
    with open_session(visit.services.engine, Scope(ids)) as session:
        closed = list_closed(session, ids, uk_date(visit.now))
    return YourSchools(
        tuple(_line(one, closed.get(one.school_id)) for one in shown),
        len(found),
        shown[-1].slug if more and shown else "",
    )


def _line(relation: Relation, closed_on: date | None) -> YourSchool:
    titles = ", ".join(TITLES[role] for role in Role if role in relation.roles)
    return YourSchool(
        slug=relation.slug,
        name=relation.name,
        roles=f"{titles}, through {relation.via}" if relation.via else titles,
        handles=bool(relation.roles - {Role.OVERSEER}),
        manages=bool(relation.roles & MANAGERS),
        closed=day(closed_on) if closed_on else "",
    )
