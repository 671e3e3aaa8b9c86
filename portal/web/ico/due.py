"""'Due to the ICO': all that a person's schools owe the regulator, by the time that is left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, request, url_for

from portal.desk import drafts
from portal.rules.clock import REGULATOR_PERIOD, cautious_start, regulator_clock
from portal.rules.duties.submission import DUE_TO_REGULATOR
from portal.rules.regulator.submitting import next_number
from portal.store import drafts as stored_drafts
from portal.store import duties, incidents, keys
from portal.store.school import people
from portal.web.access import View, current_visit, shows
from portal.web.frame import render
from portal.web.ico.report import LEFT, kind_of_draft
from portal.web.owing import by_whom, due_figure
from portal.web.parts import when
from portal.web.parts.owed import DueRow, Figure, due_row
from portal.web.parts.paging import address, position
from portal.web.parts.when import SOON, Urgency
from portal.web.routes import action_href
from tenants.calendar import uk_date
from tenants.db import open_session
from tenants.regulator import ICO

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from portal.models.duties import DutyRow
    from portal.models.working import DraftRow
    from portal.rules.facts import Facts
    from portal.store.duties import DueCounts
    from portal.store.incidents import Loaded
    from portal.web.visiting import Visit

blueprint = Blueprint("portal_due", __name__, url_prefix="/due-to-the-ico")
DUE = View("due_to_regulator", f"What is owed to the {ICO}, in all of one’s schools")
PAGE = 25
REPORTS = {
    "submit_to_regulator": "submit_initial",
    "promised_follow_up": "submit_follow_up",
    "regulator_not_a_breach": "submit_follow_up",
}
"""Kinds of duty that a written report meets, each with the action that makes it."""


@dataclass(frozen=True, slots=True)
class Due:
    """One line: the duty, its clocks, and how far its report is."""

    row: DueRow
    cautious: bool
    clocks: str
    """When the cautious 72 hours end, where awareness was declared later; else ''."""
    report: str
    """'Nothing written yet', 'Ready to check and send'; '' where no report is asked for."""
    report_href: str


@dataclass(frozen=True, slots=True)
class DueList:
    """A page of it; `more` is '' on the last."""

    lines: tuple[Due, ...]
    figures: tuple[Figure, ...]
    more: str
    several: bool
    mine: bool
    """Only what the visitor owes is listed."""
    of_others: bool
    """Something on the page is for others to do."""


@blueprint.get("/")
@shows(DUE)
def index() -> ResponseReturnValue:
    """Late first, then by time left; a page at a time; all of it, or what the visitor owes."""
    mine = "mine" in request.args
    return render(
        "portal/ico/due.html",
        title=f"Due to the {ICO}",
        due=listed(current_visit(), request.args.get("after", ""), mine=mine),
    )


def listed(visit: Visit, after: str, *, mine: bool = False) -> DueList:
    """What the person may see of it, in as many statements for many schools as for one."""
    schools = {one.school_id: (one.slug, one.name) for one in visit.relations}
    with open_session(visit.services.engine, visit.scope) as session:
        rows = duties.due_next(
            session,
            visit.scope,
            visit.viewer,
            visit.now,
            after=position(after),
            kinds=DUE_TO_REGULATOR,
            own=mine or None,
            limit=PAGE + 1,
        )
        counts = duties.count_due(
            session, visit.scope, visit.viewer, visit.now, (SOON,), kinds=DUE_TO_REGULATOR
        )
        ids = {row.incident_id for row in rows[:PAGE] if row.incident_id}
        keyring = visit.services.keyring
        found = incidents.opened(session, visit.scope, keyring, visit.viewer, ids)
        begun = stored_drafts.begun_in(session, visit.scope, ids)
        owing = {person for row in rows for person in (row.person_id, *row.owners) if person}
        known = people.holding(session, visit.scope, owing, uk_date(visit.now))
        sealed_by = keys.school_keys(session, keyring, {one.school_id for one in begun})
    states = _states(visit, found, begun, sealed_by)
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return DueList(
        lines=tuple(
            _line(
                visit,
                row,
                found[row.incident_id],
                schools[row.school_id],
                by_whom(row, known, visit),
                states,
            )
            for row in rows[:PAGE]
            if row.incident_id in found
        ),
        figures=_figures(counts),
        more=url_for(".index", mine=int(mine) or None, after=address(last.due_at, last.id))
        if last
        else "",
        several=len(schools) > 1,
        mine=mine,
        of_others=any(visit.person_id not in row.owners for row in rows[:PAGE]),
    )


def _figures(counts: DueCounts) -> tuple[Figure, ...]:
    return (
        due_figure(counts.late, "late", Urgency.LATE),
        due_figure(counts.within[0], "due within 24 hours", Urgency.SOON),
    )


def _line(
    visit: Visit,
    row: DutyRow,
    found: Loaded,
    school: tuple[str, str],
    who: str,
    states: Mapping[UUID, str],
) -> Due:
    (slug, name), facts = school, found.facts
    report, mine = row.kind in REPORTS, visit.person_id in row.owners
    return Due(
        row=due_row(
            what=row.what,
            school=name,
            who=who,
            opens_at=row.opens_at,
            due_at=row.due_at,
            now=visit.now,
            label=facts.reference,
            href=url_for("portal_incident.show", slug=slug, incident_id=facts.incident_id),
            title=found.title,
        ),
        cautious=row.cautious,
        clocks=_cautious_end(facts, visit.now) if row.kind == "submit_to_regulator" else "",
        report=states.get(facts.incident_id, "Nothing written yet") if report else "",
        report_href=action_href(REPORTS[row.kind], slug, facts.incident_id)
        if report and mine
        else "",
    )


def _cautious_end(facts: Facts, now: datetime) -> str:
    start = cautious_start(facts)
    if start >= regulator_clock(facts).start:
        return ""
    return when.by(start + REGULATOR_PERIOD, now)


def _states(
    visit: Visit,
    found: Mapping[UUID, Loaded],
    begun: Sequence[DraftRow],
    sealed_by: Mapping[UUID, bytes],
) -> dict[UUID, str]:
    """How far the next report of each incident is; a draft can be opened by its owner alone."""
    states: dict[UUID, str] = {}
    for draft in sorted(begun, key=lambda each: each.person_id == visit.person_id):
        about = found.get(draft.incident_id) if draft.incident_id else None
        if about is None or draft.kind != kind_of_draft(next_number(about.facts)):
            continue
        if draft.person_id != visit.person_id:
            states[about.row.id] = "Begun by somebody else"
            continue
        left = drafts.unsealed(draft.id, draft.body, sealed_by[draft.school_id]).get(LEFT)
        states[about.row.id] = _how_far(left)
    return states


def _how_far(left: object) -> str:
    if not isinstance(left, int):
        return "Begun"
    if left == 0:
        return "Ready to check and send"
    return f"Begun, {when.counted(left, 'answer')} missing"
