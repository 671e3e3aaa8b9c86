"""Home: what a person and others have to do, anywhere."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from operator import itemgetter
from typing import TYPE_CHECKING

from flask import url_for

from portal.store import duties, incidents
from portal.store.school import people
from portal.web.home.incident_list import ListedIncident, listed
from portal.web.owing import by_whom, due_figure
from portal.web.parts.owed import DueRow, Figure, due_row, together
from portal.web.parts.paging import Position, address
from portal.web.parts.when import SOON, Urgency
from tenants.calendar import uk_date
from tenants.db import open_session
from tenants.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.models.duties import DutyRow
    from portal.store.incidents import Line
    from portal.store.school.people import Known
    from portal.web.visiting import Visit

PAGE = 25
REPORTED = 5
"""Incidents that the home page itself shows to whoever handles none."""
WEEK = timedelta(days=7)


class Whose(StrEnum):
    """Whose the duties of one part are; the value stands in the page's address.

    What the reader owes the school itself comes after what incidents need of them, however late: a
    sheet that was to be printed weeks ago stands above no 72 hours.
    """

    YOURS = "yours"
    SCHOOL = "school"
    OTHERS = "others"


HEADINGS = {
    Whose.YOURS: "For you to do",
    Whose.SCHOOL: "For you to do, besides incidents",
    Whose.OTHERS: "For others to do",
}


@dataclass(frozen=True, slots=True)
class Part:
    """What one side has to do, soonest first; `more` is the address of the rest, or ''."""

    whose: Whose
    heading: str
    """'For you to do'."""
    rows: tuple[DueRow, ...]
    more: str


@dataclass(frozen=True, slots=True)
class DueNext:
    """The home page."""

    figures: tuple[Figure, ...]
    """Empty where nothing is due within a week."""
    parts: tuple[Part, ...]
    reported: tuple[ListedIncident, ...]
    """The newest that they reported or are asked about, for whoever handles none."""
    schools: tuple[tuple[str, str], ...]
    """(slug, name) of the person's schools, but those that they only oversee."""
    reporting: tuple[tuple[str, str], ...]
    """Those of them that have not closed."""
    several: bool
    oversees: bool
    """Also a school of which they see figures alone."""


def due_next(
    visit: Visit, at: str = "", whose: Whose | None = None, after: Position | None = None
) -> DueNext:
    """Duties of the incidents that the person may see, soonest first: theirs, what else they owe
    their schools, then others'.

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
    places = [each for each in visit.relations if each.roles != {Role.OVERSEER}]
    return DueNext(
        figures=_figures(counts),
        parts=_shown(tuple(parts)),
        reported=tuple(listed(line, schools[line.school_id][0], visit) for line in reported),
        schools=_sorted((each.slug, each.name) for each in places),
        reporting=_sorted((each.slug, each.name) for each in places if each.closed_on is None),
        several=len(schools) > 1,
        oversees=len(places) < len(visit.relations),
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
        own=whose is not Whose.OTHERS,
        of_school=None if whose is Whose.OTHERS else whose is Whose.SCHOOL,
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
        HEADINGS[whose],
        together(_row(row, known, visit) for row in rows[:PAGE]),
        url_for("portal_home.home", school=at or None, whose=whose.value, after=rest)
        if rest
        else "",
    )


def _shown(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Those with something to do; where nothing waits for the reader the first of them says so."""
    yours, *others = parts
    filled = tuple(part for part in others if part.rows)
    if yours.rows or not filled or filled[0].whose is not Whose.SCHOOL:
        return (yours, *filled)
    return (replace(filled[0], heading=yours.heading), *filled[1:])


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
