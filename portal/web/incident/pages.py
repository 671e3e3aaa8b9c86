"""The incident's page: what is owed next, what you may do, then the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint

from portal.desk.seen import seen
from portal.web.access import View, current_case, current_visit, shows
from portal.web.frame import render
from portal.web.incident import views
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


@blueprint.get("/")
@shows(INCIDENT)
def show(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """The whole incident for those who handle it; their own report for those who sent it in."""
    visit, case = current_visit(), current_case()
    seen(visit.services, case.facts.school_id, incident_id, visit.person_id, "incident")
    shown = views.incident_view(visit, case)
    template = "incident" if case.handles else "my_report"
    return render(
        f"portal/incident/{template}.html",
        title=case.facts.intake.title,
        section=case.facts.reference,
        incident=shown,
        case=case,
    )
