"""Incidents whose time is over: which they are, and erasing one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from portal.actions import erase_incident
from portal.rules.keeping import erasing
from portal.rules.uk_time import day
from portal.store.log import erased as store
from portal.web.access import current_case, current_visit, does, shows
from portal.web.acting import act
from portal.web.deciding import address
from portal.web.erasing import erase_form
from portal.web.frame import render
from portal.web.register.area import SCHOOL_LOG, blueprint, school_log
from tenants.calendar import uk_date

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from portal.models.incidents import IncidentRow

SHOWN = 100


@blueprint.route("/erase-incident", methods=["GET", "POST"])
@does(erase_incident.ACTION)
def erase(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Gone for good, or kept for a reason."""
    case = current_case()
    last = erasing.whole_kept_until(case.facts, case.policy)
    form = erase_form(erase_incident.EraseIncident, last)
    return act(
        erase_incident.ACTION,
        form,
        "portal/register/erase.html",
        done=form.done("The incident is erased for good."),
        title=erase_incident.ACTION.title,
        section=case.facts.reference,
        back=address("portal_incident.show", case),
        last=day(last) if last else "",
    )


@school_log.get("/over")
@shows(SCHOOL_LOG)
def over(slug: str) -> ResponseReturnValue:
    """Those whose time is over, the longest first."""
    visit = current_visit()
    rows = store.list_over(visit.session, visit.scope, visit.viewer, uk_date(visit.now), SHOWN)
    return render(
        "portal/register/over.html",
        title="Incidents whose time is over",
        back=url_for(".whole", slug=slug),
        lines=[(row, _kept_until(row)) for row in rows],
    )


def _kept_until(row: IncidentRow) -> str:
    return day(row.kept_until) if row.kept_until else ""
