"""Find somebody on the list: by keyed hashes, so that nothing encrypted is searched.

What is looked for is posted: no name stands in an address.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import redirect

from portal.errors import Refused
from portal.store import keys
from portal.store.telling import subjects
from portal.web.access import Draft, current_case, current_visit, does
from portal.web.frame import render
from portal.web.notices.area import READERS, blueprint, href, note_reading
from portal.web.whom import FindForm
from tenants.db import open_session

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

SEVERAL = "Several on the list bear this name. Enter the number, or look through the list"
FIND = Draft("find_person", "Find somebody among the people affected", READERS)


@blueprint.route("/people/find", methods=["GET", "POST"])
@does(FIND)
def find(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Exactly this person, or nobody."""
    form = FindForm(now=current_visit().now)
    if form.validate_on_submit():
        note_reading("people_affected")
        if not (texts := form.texts()):
            form.refuse(Refused("Enter a number, or a surname and a first name"))
        elif len(found := _found(texts)) > 1:
            form.refuse(Refused(SEVERAL))
        elif found:
            return redirect(href("one", person_id=found[0]), 303)
        else:
            form.refuse(Refused("Nobody on the list is known by exactly this"))
    page = render(
        "portal/notices/simple.html",
        title="Find somebody",
        lead="Names are kept encrypted and cannot be searched, so type the name and the date of "
        "birth exactly as they stand on the list.",
        button_text="Find",
        case=current_case(),
        form=form,
        back=href("people"),
    )
    return page, 422 if form.is_submitted() else 200


def _found(texts: tuple[str, ...]) -> tuple[UUID, ...]:
    visit, facts = current_visit(), current_case().facts
    of_incident = [f"{facts.incident_id}:{text}" for text in texts]
    with open_session(visit.services.engine, visit.scope) as session:
        hashes = keys.index_hmacs(session, visit.services.keyring, facts.school_id, of_incident)
        return subjects.find_ids(session, visit.scope, facts.incident_id, hashes)
