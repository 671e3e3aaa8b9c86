"""The record of an incident: one page in order of time, to filter, to print and to take away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, abort, request, url_for

from portal.desk.seen import seen
from portal.store.log import timeline
from portal.web import deciding
from portal.web.access import View, current_case, current_visit, shows
from portal.web.belonging import belonging
from portal.web.downloads import download as handed_out
from portal.web.frame import render
from portal.web.parts.page import NavItem
from portal.web.parts.record import Link
from portal.web.parts.typed import sent_id
from portal.web.record import export, shown
from tenants.db import open_session
from tenants.roles import IN_ONE_INCIDENT, Role

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from portal.store.log.timeline import Event, Kind
    from portal.web.visiting import Case, Visit

blueprint = Blueprint("portal_record", __name__, url_prefix="/<slug>/incidents/<uuid:incident_id>")

RECORD = View(
    "record",
    "The record of an incident from report to closing, on paper and as a signed file",
    frozenset(Role) - IN_ONE_INCIDENT - {Role.OVERSEER, Role.ADMINISTRATOR},
)
SHOW: dict[str, tuple[str, tuple[Kind, ...]]] = {
    "all": ("All", timeline.KINDS),
    "decisions": ("Decisions", ("decision",)),
    "messages": ("Messages", ("message",)),
    "files": ("Files", ("file",)),
}
PAGE, PRINTED = 50, 500


@blueprint.get("/record")
@shows(RECORD)
def show(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """A page of it; `show` filters, `order=oldest` turns it round, `view=print` is long."""
    visit, case = current_visit(), current_case()
    if not case.handles:
        abort(403)
    chosen, printed = _chosen(), request.args.get("view") == "print"
    place = _place(printed=printed)
    limit = PRINTED if printed else PAGE
    seen(visit.services, visit.here, incident_id, visit.person_id, "record")
    events = _events(visit, case, place, SHOW[chosen][1], limit + 1)
    return render(
        "portal/record/record.html",
        title="The record",
        section=case.facts.reference,
        back=deciding.address(".show" if printed else "portal_incident.show", case),
        case=case,
        others=belonging(visit, case),
        entries=shown.entries(case, events[:limit], visit.now, slug),
        more=_more(events[limit - 1].id) if len(events) > limit else "",
        filters=_filters(chosen, slug, incident_id),
        tools=_tools(slug, incident_id, oldest_first=place.oldest_first),
        printed=printed,
    )


@blueprint.get("/record.zip")
@shows(RECORD)
def download(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Everything as one signed zip, sent as it is made; that it was taken away is marked first."""
    visit, case = current_visit(), current_case()
    if not case.handles:
        abort(403)
    seen(visit.services, visit.here, incident_id, visit.person_id, "record_zip")
    name = f"{case.facts.reference}-record.zip"
    return handed_out(export.signed_record(visit, case), name, "application/zip")


def _events(
    visit: Visit, case: Case, place: timeline.Place, kinds: tuple[Kind, ...], limit: int
) -> list[Event]:
    key, incident_id = case.found.key, case.facts.incident_id
    with open_session(visit.services.engine, visit.scope) as session:
        return timeline.page(session, visit.scope, key, incident_id, place, kinds, limit)


def _chosen() -> str:
    wanted = request.args.get("show", "all")
    return wanted if wanted in SHOW else "all"


def _place(*, printed: bool) -> timeline.Place:
    oldest_first = printed or request.args.get("order") == "oldest"
    return timeline.Place(sent_id(request.args.get("after")), oldest_first=oldest_first)


def _more(last: UUID) -> str:
    """The next page of the same view."""
    kept: dict[str, Any] = {
        name: request.args[name] for name in ("show", "order", "view") if name in request.args
    }
    return url_for(".show", **request.view_args or {}, **kept, after=last)


def _filters(chosen: str, slug: str, incident_id: UUID) -> tuple[NavItem, ...]:
    return tuple(
        NavItem(
            words,
            url_for(".show", slug=slug, incident_id=incident_id, show=name),
            current=name == chosen,
        )
        for name, (words, _kinds) in SHOW.items()
    )


def _tools(slug: str, incident_id: UUID, *, oldest_first: bool) -> tuple[Link, ...]:
    at: dict[str, Any] = {"slug": slug, "incident_id": incident_id}
    turned = ("Newest first", None) if oldest_first else ("Oldest first", "oldest")
    return (
        Link(turned[0], url_for(".show", **at, order=turned[1])),
        Link("Print view", url_for(".show", **at, view="print")),
        Link("Download, signed (.zip)", url_for(".download", **at)),
    )
