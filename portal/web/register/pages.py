"""The breach log of an incident: to read as it grows, and to complete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort

from portal.actions import complete_log
from portal.desk import can
from portal.rules.breach_log import LogSource, filled, missing
from portal.web import deciding
from portal.web.access import View, current_case, current_visit, does, shows
from portal.web.acting import act
from portal.web.frame import render
from portal.web.parts import when
from portal.web.register.forms import LATER, asked, log_form
from tenants.roles import IN_ONE_INCIDENT, Role

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

blueprint = Blueprint(
    "portal_register", __name__, url_prefix="/<slug>/incidents/<uuid:incident_id>"
)

LOG = View(
    "breach_log",
    "The breach log of an incident, as it grows",
    frozenset(Role) - IN_ONE_INCIDENT - {Role.OVERSEER, Role.ADMINISTRATOR},
)


@blueprint.get("/log")
@shows(LOG)
def log(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """All headings, where each answer comes from, and what is missing."""
    case = current_case()
    if not case.handles:
        abort(403)
    lines = filled(case.facts, case.policy, case.name_of)
    completed_at = case.facts.log.completed_at
    may = can.holds_role_for(complete_log.ACTION, case.facts, case.policy, case.actor)
    return render(
        "portal/register/log.html",
        title="Breach log",
        section=case.facts.reference,
        back=deciding.address("portal_incident.show", case),
        case=case,
        lines=lines,
        missing=missing(lines),
        completed=when.full(completed_at) if completed_at else "",
        complete_href=deciding.address(".complete", case) if may else "",
    )


@blueprint.route("/complete-log", methods=["GET", "POST"])
@does(complete_log.ACTION)
def complete(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """What the record knows is shown; the rest is asked, and 'not yet known' is an answer."""
    visit, case = current_visit(), current_case()
    lines = filled(case.facts, case.policy, case.name_of)
    return act(
        complete_log.ACTION,
        log_form(asked(lines)),
        "portal/register/complete.html",
        done="The breach log is saved. This is how it reads now.",
        next_endpoint="portal_register.log",
        title="Complete the breach log",
        section=case.facts.reference,
        back=deciding.address(".log", case),
        due=deciding.due(visit, case, "complete_log"),
        known=tuple(line for line in lines if line.source is LogSource.RECORD),
        later=LATER,
    )
