"""What is done to a long list, in a worker's hands: handed over, and how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect

from portal.actions import clear_contacts
from portal.desk import long_deeds
from portal.desk.perform import Deed
from portal.store.long_deeds import find_latest
from portal.web.access import current_case, current_visit, shows
from portal.web.frame import render
from portal.web.notices.area import PEOPLE, blueprint, href
from portal.web.parts.progress import Progress
from tenants.db import open_session

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from portal.desk.long_deeds import Confirmed
    from portal.web.parts.forms import PortalForm

REFRESH_SECONDS = 2


def hand_over(confirmed: Confirmed, form: PortalForm) -> ResponseReturnValue:
    """A worker does what was confirmed with the form; the page says how far it is."""
    visit, facts = current_visit(), current_case().facts
    visit.release()
    deed = Deed(facts.school_id, visit.person_id, facts.incident_id, once=form.once_key())
    long_deeds.begin(visit.services, deed, confirmed)
    return redirect(href("under_way"), 303)


@blueprint.get("/people/under-way")
@shows(PEOPLE)
def under_way(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """How far a long list is, or the check of one; it changes when all of it is done."""
    visit, case = current_visit(), current_case()
    with open_session(visit.services.engine, visit.scope) as session:
        found = find_latest(session, visit.scope, case.facts.incident_id)
    if found is None or found.state == "done":
        return redirect(href("people"))
    refused, checks = found.state == "refused", found.action == clear_contacts.ACTION.name
    verb = "checked" if checks else "read"
    return render(
        "portal/notices/under_way.html",
        title="The contacts are being checked" if checks else "The list is being read",
        section=case.facts.reference,
        progress=Progress(found.total, found.done, one="person", many="people", verb=verb),
        checks=checks,
        refused=found.reason if refused else "",
        again=href("clear" if checks else "upload"),
        back=href("people"),
        refresh_seconds=0 if refused else REFRESH_SECONDS,
    )
