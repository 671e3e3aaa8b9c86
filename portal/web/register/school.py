"""The whole log of a school: search, and the spreadsheet of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import abort, request, url_for

from portal.desk.seen import seen
from portal.documents.log_sheet import log_xlsx
from portal.rules.words import Kind, LegalRisk, Stage
from portal.store import incidents
from portal.store.log import register
from portal.web.access import current_visit, shows
from portal.web.downloads import XLSX, download
from portal.web.frame import render
from portal.web.parts.paging import Position, address, position
from portal.web.parts.tags import Tag, kind_tag, risk_tag, stage_tag, told_tag
from portal.web.parts.when import day, uk
from portal.web.register.area import SCHOOL_LOG, school_log
from portal.web.register.searching import Search, search
from tenants.db import open_session
from tenants.regulator import ICO
from tenants.roles import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from portal.models.incidents import IncidentRow


PAGE = 25
IMPORTERS = frozenset({Role.HEAD, Role.DPO})


@dataclass(frozen=True, slots=True)
class Entry:
    """One incident of the log."""

    href: str
    reference: str
    title: str
    reported: str
    tags: tuple[Tag, ...]


@school_log.get("/")
@shows(SCHOOL_LOG)
def whole(slug: str) -> ResponseReturnValue:
    """A page of what is looked for."""
    visit = current_visit()
    asked = search(visit)
    after = position(request.args.get("after", ""))
    with open_session(visit.services.engine, visit.scope) as session:
        rows = register.find(
            session, visit.scope, visit.viewer, asked.wanted, visit.now,
            sort=asked.sort, after=after, limit=PAGE + 1,
        )  # fmt: skip
        known = incidents.lines(session, visit.services.keyring, rows[:PAGE])
    return render(
        "portal/register/school.html",
        title="The breach log",
        search=asked,
        form=asked.form,
        entries=[_entry(*pair, slug) for pair in zip(rows[:PAGE], known, strict=True)],
        more=_more(asked, rows, slug),
        may_import=bool(visit.roles & IMPORTERS),
    )


@school_log.get("/log.xlsx")
@shows(SCHOOL_LOG)
def spreadsheet(slug: str) -> ResponseReturnValue:
    """Every incident that the reader may see, under this school's headings; sent as it is made."""
    visit = current_visit()
    policy = visit.policy_today
    if policy is None:
        abort(404)
    seen(visit.services, visit.here, None, visit.person_id, "log_xlsx")
    found = register.all_of(
        visit.services.engine, visit.scope, visit.services.keyring, visit.viewer, visit.now
    )
    pieces = log_xlsx((each.facts for each in found), policy, visit.roster.named, visit.now)
    name = f"breach-log-{slug}-{visit.now:%Y-%m-%d}.xlsx"
    return download(pieces, name, XLSX)


def _entry(row: IncidentRow, line: incidents.Line, slug: str) -> Entry:
    risk = (risk_tag(LegalRisk(row.legal_risk)),) if row.legal_risk else ()
    told = [
        told_tag(whom)
        for whom, at in ((ICO, row.regulator_told_at), ("People", row.people_told_at))
        if at is not None
    ]
    imported = (Tag("Imported", "grey"),) if row.import_id else ()
    return Entry(
        href=url_for("portal_incident.show", slug=slug, incident_id=row.id),
        reference=line.reference,
        title=line.title,
        reported=day(uk(row.reported_at).date()),
        tags=(
            kind_tag(Kind(row.kind)),
            *risk,
            *told,
            stage_tag(Stage(row.stage), row.ending),
            *imported,
        ),
    )


def _more(asked: Search, rows: Sequence[IncidentRow], slug: str) -> str:
    """The address of the next page with the same search; '' on the last."""
    if len(rows) <= PAGE:
        return ""
    last = rows[PAGE - 1]
    place: Position = (last.closed_at or last.reported_at, last.id)
    if asked.sort != "closed":
        place = (last.reported_at, last.id)
    kept: dict[str, Any] = {
        name: request.args.getlist(name)
        for name in request.args
        if name != "after" and name in asked.form and any(request.args.getlist(name))
    }
    return url_for(".whole", slug=slug, after=address(*place), **kept)
