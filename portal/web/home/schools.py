"""'Your schools': everything that a person belongs to, searched and paged, to switch between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.web.parts.when import day
from tenants.permissions import MANAGERS
from tenants.roles import TITLES, Role

if TYPE_CHECKING:
    from portal.web.visiting import Visit
    from tenants.directory import Relation

PAGE = 50
FEW = 10
"""Schools that the home page itself shows; of more it offers to find one."""


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

    What a person is to all their schools is known already: nothing more is asked.
    """
    wanted = word.strip().casefold()
    found = [one for one in visit.relations if wanted in one.name.casefold()]
    places = (n for n, one in enumerate(found, start=1) if one.slug == after)
    start = next(places, 0)
    shown = found[start : start + PAGE]
    more = len(found) > start + PAGE
    return YourSchools(
        tuple(map(_line, shown)),
        len(found),
        shown[-1].slug if more and shown else "",
    )


def _line(relation: Relation) -> YourSchool:
    titles = ", ".join(TITLES[role] for role in Role if role in relation.roles)
    return YourSchool(
        slug=relation.slug,
        name=relation.name,
        roles=f"{titles}, through {relation.via}" if relation.via else titles,
        handles=bool(relation.roles - {Role.OVERSEER}),
        manages=bool(relation.roles & MANAGERS),
        closed=day(relation.closed_on) if relation.closed_on else "",
    )
