"""The list of a school's incidents, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from portal.rules.words import Kind, LegalRisk, Stage
from portal.store import incidents
from portal.web.parts.paging import Position, address
from portal.web.parts.tags import Tag, kind_tag, risk_tag, stage_tag
from portal.web.parts.when import day, full, uk
from tenants.db import open_session

if TYPE_CHECKING:
    from portal.store.incidents import Line
    from portal.web.visiting import Visit

PAGE = 25


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
        lines=tuple(listed(line, slug, visit) for line in lines[:PAGE]),
        next=address(last.reported_at, last.incident_id) if last else "",
    )


def listed(line: Line, slug: str, visit: Visit) -> ListedIncident:
    """One of them."""
    risk = (risk_tag(LegalRisk(line.legal_risk)),) if line.legal_risk and visit.sees_all else ()
    return ListedIncident(
        href=url_for("portal_incident.show", slug=slug, incident_id=line.incident_id),
        label=line.reference,
        title=line.title,
        reported=day(uk(line.reported_at).date()) if line.day_only else full(line.reported_at),
        tags=(kind_tag(Kind(line.kind)), *risk, stage_tag(Stage(line.stage), line.ending)),
    )
