"""The incident's page: what is owed next, what you may do, then the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort

from portal.desk.seen import seen
from portal.rules.reporting import intake
from portal.web.access import View, current_case, current_visit, shows
from portal.web.frame import render
from portal.web.incident import naming, views
from tenants.roles import IN_ONE_INCIDENT, Role

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

blueprint = Blueprint(
    "portal_incident", __name__, url_prefix="/<slug>/incidents/<uuid:incident_id>"
)

INCIDENT = View(
    "incident",
    "An incident: what is owed, what may be done, and its record",
    frozenset(Role) - IN_ONE_INCIDENT - {Role.OVERSEER},
)


NAME = View(
    "reporter_name",
    "The name of a reporter who asked to be protected; each reading is kept",
    frozenset(Role) - IN_ONE_INCIDENT - {Role.OVERSEER, Role.ADMINISTRATOR},
)


@blueprint.get("/reporter")
@shows(NAME)
def reporter(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Only for the roles that the policy names; the reading is written down first (SIP-1-faith)."""
    visit, case = current_visit(), current_case()
    if not naming.may_read(case):
        abort(403)
    seen(visit.services, case.facts.school_id, incident_id, visit.person_id, naming.MARK)
    return render(
        "portal/incident/reporter.html",
        title="Who reported it",
        section=case.facts.reference,
        reporter=case.facts.intake.reporter,
        promise=intake.good_faith_promise(case.policy),
        readings=naming.readings(visit, case),
        case=case,
    )


@blueprint.get("/")
@shows(INCIDENT)
def show(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """The whole incident for those who handle it; their own report for those who sent it in."""
    visit, case = current_visit(), current_case()
    seen(visit.services, case.facts.school_id, incident_id, visit.person_id, "incident")
    shown = views.incident_view(visit, case)
    reported = case.facts.intake.reporter.person_id == visit.person_id
    title = "Your report" if reported and not case.handles else "Incident"
    return render(
        f"portal/incident/{'incident' if case.handles else 'my_report'}.html",
        title=title,
        section=case.facts.reference,
        incident=shown,
        reported=reported,
        readings=naming.readings(visit, case),
        case=case,
    )
