"""Oversight sees counts and lateness, not people and not incidents."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from portal.rules.words import OPEN_STAGES
from portal.store import duties, incidents
from portal.web.parts.owed import Figure
from portal.web.parts.when import Urgency, day
from tenants.db import open_session
from tenants.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.web.visiting import Visit

PAGE = 50


@dataclass(frozen=True, slots=True)
class SchoolFigures:
    """One school in numbers."""

    slug: str
    name: str
    open: int
    closed: int
    late: int
    closed_on: str
    """'Monday 31 August 2026': the last day of a school that has closed."""


@dataclass(frozen=True, slots=True)
class OverseenSchools:
    """One page of them, and all of them in numbers."""

    totals: tuple[Figure, ...]
    """Of all schools, whatever was searched."""
    found: int
    lines: tuple[SchoolFigures, ...]
    next: str
    """After which school the next page begins; '' on the last."""


def overseen(visit: Visit) -> Visit:
    """The visit of those of their schools alone that they oversee."""
    return replace(
        visit, relations=tuple(one for one in visit.relations if Role.OVERSEER in one.roles)
    )


def figures(visit: Visit, word: str, after: str) -> OverseenSchools:
    """Those with `word` in their name, where most is late first, then by name; from `after` on.

    `after` is the lateness and the short name of the last school of the page before: what is late
    there by now moves no other school over the edge.
    """
    everywhere = sorted(_counted(visit), key=_order)
    wanted = " ".join(word.split()).casefold()
    found = [one for one in everywhere if wanted in one.name.casefold()]
    edge = _edge(everywhere, after)
    rest = [one for one in found if _order(one) > edge]
    shown = tuple(rest[:PAGE])
    more = f"{shown[-1].late}~{shown[-1].slug}" if len(rest) > PAGE else ""
    return OverseenSchools(_totals(everywhere), len(found), shown, more)


def _order(one: SchoolFigures) -> tuple[int | str, ...]:
    return -one.late, one.name, one.slug


def _edge(schools: list[SchoolFigures], after: str) -> tuple[int | str, ...]:
    """Where that school stood; before all of them for the first page, or a damaged text."""
    late, _, slug = after.partition("~")
    last = next((one for one in schools if one.slug == slug), None)
    return _order(replace(last, late=int(late[:9]))) if last and late.isdecimal() else ()


def _totals(schools: list[SchoolFigures]) -> tuple[Figure, ...]:
    late, at = sum(one.late for one in schools), sum(one.late > 0 for one in schools)
    running = sum(one.open for one in schools)
    return (
        Figure(len(schools), "school" if len(schools) == 1 else "schools"),
        Figure(running, "open incident" if running == 1 else "open incidents"),
        Figure(
            late,
            f"{'duty' if late == 1 else 'duties'} past their time"
            + (f", at {at} {'school' if at == 1 else 'schools'}" if late else ""),
            Urgency.LATE if late else None,
        ),
    )


def _counted(visit: Visit) -> Iterator[SchoolFigures]:
    with open_session(visit.services.engine, visit.scope) as session:
        stages = incidents.count_by_stage(session, visit.scope)
        late = duties.count_late(session, visit.scope, visit.viewer, visit.now)
    for relation in visit.relations:
        yield SchoolFigures(
            slug=relation.slug,
            name=relation.name,
            open=sum(stages.get((relation.school_id, stage), 0) for stage in OPEN_STAGES),
            closed=stages.get((relation.school_id, "closed"), 0),
            closed_on=day(relation.closed_on) if relation.closed_on else "",
            late=late[relation.school_id].of_all if relation.school_id in late else 0,
        )
