"""Home: what a person and others have to do, anywhere; the list of a school's incidents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from operator import itemgetter
from typing import TYPE_CHECKING

from flask import url_for

from portal.rules.words import Kind, LegalRisk, Stage
from portal.store import duties, incidents, people
from portal.web.owing import by_whom, due_figure
from portal.web.parts.owed import DueRow, Figure, due_row, together
from portal.web.parts.paging import Position, address
from portal.web.parts.tags import Tag, kind_tag, risk_tag, stage_tag
from portal.web.parts.when import Urgency, day, full, uk
from tenants.calendar import uk_date
from tenants.db import open_session

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.models.duties import DutyRow
    from portal.store.incidents import Line
    from portal.store.people import Known
    from portal.web.visiting import Visit

PAGE = 25
REPORTED = 5
"""Incidents that the home page itself shows to whoever handles none."""
SOON = timedelta(hours=24)
WEEK = timedelta(days=7)


class Whose(StrEnum):
    """Whose the duties of one part are; the value stands in the page's address."""

    YOURS = "yours"
    OTHERS = "others"


HEADINGS = {Whose.YOURS: "For you to do", Whose.OTHERS: "For others to do"}


@dataclass(frozen=True, slots=True)
class Part:
    """What one side has to do, soonest first; `more` is the address of the rest, or ''."""

    whose: Whose
    rows: tuple[DueRow, ...]
    more: str

    @property
    def heading(self) -> str:
        """'For you to do'."""
        return HEADINGS[self.whose]


@dataclass(frozen=True, slots=True)
class DueNext:
    """The home page."""

    figures: tuple[Figure, ...]
    """Empty where nothing is due within a week."""
    parts: tuple[Part, ...]
    reported: tuple[ListedIncident, ...]
    """The newest that they reported or are asked about, for whoever handles none."""
    schools: tuple[tuple[str, str], ...]
    """(slug, name) of the person's schools."""
    reporting: tuple[tuple[str, str], ...]
    """Those of them that have not closed."""
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


def due_next(
    visit: Visit, at: str = "", whose: Whose | None = None, after: Position | None = None
) -> DueNext:
    """Duties of the incidents that the person may see, soonest first: theirs, then others'.

    `at`: the short name of the one school asked for. `whose`: that part alone, from `after` on.
    """
    schools = {r.school_id: (r.slug, r.name) for r in visit.relations}
    handles = bool(visit.viewer.sees_all_of)
    asked = (whose,) if whose else tuple(Whose)
    with open_session(visit.services.engine, visit.scope) as session:
        found = {side: _due(session, visit, side, after) for side in asked}
        rows = [row for side in found.values() for row in side]
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
        reported = () if handles or whose else _newest(session, visit)
    parts = (_part(side, found[side], known, visit, at) for side in asked)
    return DueNext(
        figures=_figures(counts),
        parts=tuple(part for part in parts if part.rows or part.whose is Whose.YOURS),
        reported=tuple(_listed(line, schools[line.school_id][0], visit) for line in reported),
        schools=_sorted(schools.values()),
        reporting=_sorted((r.slug, r.name) for r in visit.relations if r.closed_on is None),
        several=len(schools) > 1,
    )


def _sorted(schools: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(schools, key=itemgetter(1)))


def _due(session: Session, visit: Visit, whose: Whose, after: Position | None) -> Sequence[DutyRow]:
    """One page, and one more to tell whether there is another."""
    return duties.due_next(
        session,
        visit.scope,
        visit.viewer,
        visit.now,
        after=after,
        own=whose is Whose.YOURS,
        limit=PAGE + 1,
    )


def _newest(session: Session, visit: Visit) -> tuple[Line, ...]:
    keyring = visit.services.keyring
    return incidents.list_incidents(session, visit.scope, keyring, visit.viewer, limit=REPORTED)


def _part(whose: Whose, rows: Sequence[DutyRow], known: _Known, visit: Visit, at: str) -> Part:
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    rest = address(last.due_at, last.id) if last else ""
    return Part(
        whose,
        together(_row(row, known, visit) for row in rows[:PAGE]),
        url_for("portal_home.home", school=at or None, whose=whose.value, after=rest)
        if rest
        else "",
    )


def _figures(counts: duties.DueCounts) -> tuple[Figure, ...]:
    soon, week = counts.within
    if not (counts.late.of_all or week.of_all):
        return ()
    return (
        due_figure(counts.late, "late", Urgency.LATE),
        due_figure(soon, "due within 24 hours", Urgency.SOON),
        due_figure(week, "due this week"),
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """What the rows of a page refer to, each read once for all of them."""

    titles: Mapping[UUID, Line]
    schools: Mapping[UUID, tuple[str, str]]
    people: Mapping[UUID, Known]


def _row(row: DutyRow, known: _Known, visit: Visit) -> DueRow:
    slug, name = known.schools[row.school_id]
    mine = visit.person_id in row.owners
    who = by_whom(row, known.people, visit)
    notes = (who if mine and who != "You" else "", "counted cautiously" if row.cautious else "")
    line = known.titles.get(row.incident_id) if row.incident_id else None
    if row.incident_id is None:
        href = url_for("portal_home.school_duty", slug=slug, duty_id=row.id)
    else:
        href = url_for("portal_incident.show", slug=slug, incident_id=row.incident_id)
    return due_row(
        what=row.what,
        school=name,
        who=who,
        opens_at=row.opens_at,
        due_at=row.due_at,
        now=visit.now,
        detail="; ".join(note for note in notes if note),
        label=line.reference if line else "",
        href=href,
        title=line.title if line else "",
    )


def incident_list(visit: Visit, before: Position | None) -> IncidentList:
    """The school's incidents, newest first."""
    slug = visit.school.slug
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
        lines=tuple(_listed(line, slug, visit) for line in lines[:PAGE]),
        next=address(last.reported_at, last.incident_id) if last else "",
    )


def _listed(line: Line, slug: str, visit: Visit) -> ListedIncident:
    risk = (risk_tag(LegalRisk(line.legal_risk)),) if line.legal_risk and visit.sees_all else ()
    return ListedIncident(
        href=url_for("portal_incident.show", slug=slug, incident_id=line.incident_id),
        label=line.reference,
        title=line.title,
        reported=day(uk(line.reported_at).date()) if line.day_only else full(line.reported_at),
        tags=(kind_tag(Kind(line.kind)), *risk, stage_tag(Stage(line.stage))),
    )
