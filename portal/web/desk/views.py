"""The desk: what is due next in all schools of a person, and the list of a school's incidents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from flask import url_for

from portal.rules.words import Kind, LegalRisk, Stage
from portal.store import duties, incidents, people
from portal.web.owing import by_whom
from portal.web.parts.owed import DeskRow, Figure, desk_row
from portal.web.parts.paging import Position, address
from portal.web.parts.tags import Tag, kind_tag, risk_tag, stage_tag
from portal.web.parts.when import Urgency, weekday_time
from tenants.calendar import uk_date
from tenants.db import open_session

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from portal.models.duties import DutyRow
    from portal.store.incidents import Line
    from portal.store.people import Known
    from portal.web.visiting import Visit

PAGE = 25
SOON = timedelta(hours=24)
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Desk:
    """The home page of whoever handles incidents."""

    figures: tuple[Figure, ...]
    rows: tuple[DeskRow, ...]
    more: str
    schools: tuple[tuple[str, str], ...]
    """(slug, name) of the person's schools."""
    several: bool


@dataclass(frozen=True, slots=True)
class ListedIncident:
    """A line of a school's list."""

    href: str
    label: str
    title: str
    reported: str
    tags: tuple[Tag, ...]


@dataclass(frozen=True, slots=True)
class IncidentList:
    """A page of the list; `next` is '' on the last."""

    lines: tuple[ListedIncident, ...]
    next: str


def desk(visit: Visit, after: Position | None) -> Desk:
    """Duties of the incidents that the person may see, soonest first."""
    schools = {r.school_id: (r.slug, r.name) for r in visit.relations}
    with open_session(visit.services.engine, visit.scope) as session:
        rows = duties.due_next(
            session, visit.scope, visit.viewer, visit.now, after=after, limit=PAGE + 1
        )
        counts = duties.count_due(session, visit.scope, visit.viewer, visit.now, (SOON, WEEK))
        titles = incidents.list_of(
            session,
            visit.scope,
            visit.services.keyring,
            visit.viewer,
            {row.incident_id for row in rows if row.incident_id},
        )
        owing = {person for row in rows for person in (row.person_id, *row.owners) if person}
        known = _Known(
            titles, schools, people.holding(session, visit.scope, owing, uk_date(visit.now))
        )
    shown, last = rows[:PAGE], rows[PAGE - 1] if len(rows) > PAGE else None
    return Desk(
        figures=(
            Figure(counts.late, "late", Urgency.LATE if counts.late else None),
            Figure(
                counts.within[0], "due within 24 hours", Urgency.SOON if counts.within[0] else None
            ),
            Figure(counts.within[1], "due this week"),
        ),
        rows=tuple(_row(row, known, visit) for row in shown),
        more=url_for("portal_desk.home", after=address(last.due_at, last.id)) if last else "",
        schools=tuple(sorted(schools.values(), key=lambda school: school[1])),
        several=len(schools) > 1,
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """What the rows of a page refer to, each read once for all of them."""

    titles: Mapping[UUID, Line]
    schools: Mapping[UUID, tuple[str, str]]
    people: Mapping[UUID, Known]


def _row(row: DutyRow, known: _Known, visit: Visit) -> DeskRow:
    slug, name = known.schools[row.school_id]
    line = known.titles.get(row.incident_id) if row.incident_id else None
    if row.incident_id is None:
        href = url_for("portal_desk.school_duty", slug=slug, duty_id=row.id)
    else:
        href = url_for("portal_incident.show", slug=slug, incident_id=row.incident_id)
    return desk_row(
        what=row.what,
        school=name,
        who=by_whom(row, known.people, visit),
        opens_at=row.opens_at,
        due_at=row.due_at,
        now=visit.now,
        detail="counted cautiously" if row.cautious else "",
        label=line.reference if line else "",
        href=href,
        title=line.title if line else "",
    )


def incident_list(visit: Visit, before: Position | None) -> IncidentList:
    """The school's incidents, newest first."""
    with open_session(visit.services.engine, visit.scope) as session:
        lines = incidents.list_incidents(
            session,
            visit.scope,
            visit.services.keyring,
            visit.viewer,
            before=before,
            limit=PAGE + 1,
        )
    last = lines[PAGE - 1] if len(lines) > PAGE else None
    return IncidentList(
        lines=tuple(_listed(line, visit) for line in lines[:PAGE]),
        next=address(last.reported_at, last.incident_id) if last else "",
    )


def _listed(line: Line, visit: Visit) -> ListedIncident:
    assert visit.school is not None  # noqa: S101 - the list is of one school
    risk = (risk_tag(LegalRisk(line.legal_risk)),) if line.legal_risk and visit.sees_all else ()
    return ListedIncident(
        href=url_for("portal_incident.show", slug=visit.school.slug, incident_id=line.incident_id),
        label=line.reference,
        title=line.title,
        reported=weekday_time(line.reported_at),
        tags=(kind_tag(Kind(line.kind)), *risk, stage_tag(Stage(line.stage))),
    )
