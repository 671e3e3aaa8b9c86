"""Oversight sees counts and lateness, not people and not incidents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.rules.words import OPEN_STAGES
from portal.store import duties, incidents
from portal.web.parts.when import day
from tenants.db import open_session

if TYPE_CHECKING:
    from portal.web.visiting import Visit


@dataclass(frozen=True, slots=True)
class SchoolFigures:
    """One school in numbers."""

    name: str
    open: int
    closed: int
    late: int
    closed_on: str
    """'Monday 31 August 2026': the last day of a school that has closed."""


def figures(visit: Visit) -> tuple[SchoolFigures, ...]:
    """Counts for each overseen school: where most is late first, then by name."""
    with open_session(visit.services.engine, visit.scope) as session:
        stages = incidents.count_by_stage(session, visit.scope)
        late = duties.count_late(session, visit.scope, visit.viewer, visit.now)
    lines = (
        SchoolFigures(
            name=relation.name,
            open=sum(stages.get((relation.school_id, stage), 0) for stage in OPEN_STAGES),
            closed=stages.get((relation.school_id, "closed"), 0),
            closed_on=day(relation.closed_on) if relation.closed_on else "",
            late=late[relation.school_id].of_all if relation.school_id in late else 0,
        )
        for relation in visit.relations
    )
    return tuple(sorted(lines, key=lambda one: (-one.late, one.name)))
