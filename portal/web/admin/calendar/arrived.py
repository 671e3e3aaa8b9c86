"""The page behind the link of a test alert: opening it says that the alert arrived."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort

from portal.desk.school import trial_alerts
from portal.rules.school.facts import Checked
from portal.store.school.facts import get_school_facts
from portal.web.access import View, current_visit, shows
from portal.web.frame import render
from tenants.permissions import Permission

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

blueprint = Blueprint("portal_trial", __name__, url_prefix="/<slug>/test-alert")

TRIAL = View(
    "test_alert",
    "The link of a test alert, for whoever it was sent to",
    Permission.CONFIRM_TEST_ALERT.holders,
)


@blueprint.get("/<uuid:closure_id>")
@shows(TRIAL)
def show(slug: str, closure_id: UUID) -> ResponseReturnValue:
    """Note once that it arrived: a mark of reading. For anybody else there is no such page."""
    visit = current_visit()
    facts = get_school_facts(visit.session, visit.scope, visit.here, visit.now)
    found = next((one for one in facts.closures if one.id == closure_id), None)
    if found is None or found.cover != visit.person_id:
        abort(404)
    if facts.checked_at(Checked.TEST_ALERT, closure_id) is None:
        visit.release()
        trial_alerts.arrived(visit.services, visit.here, closure_id, visit.person_id)
    return render(
        "portal/admin/calendar/arrived.html", title="The test alert arrived", closure=found
    )
