"""Erase the details of the people affected, or say what keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.actions import erase_people
from portal.rules.keeping import erasing
from portal.rules.uk_time import day
from portal.web.access import current_case, current_visit, does
from portal.web.acting import act
from portal.web.erasing import erase_form, is_over
from portal.web.notices.area import blueprint, href

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue


@blueprint.route("/erase-people", methods=["GET", "POST"])
@does(erase_people.ACTION)
def erase(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Gone for good, or kept for a reason."""
    case = current_case()
    last = erasing.kept_until(case.facts, case.policy)
    kept = f"The school keeps these details up to and including {day(last)}. " if last else ""
    if not is_over(last, current_visit().now):
        kept += "Nothing is erased before that; here you can say what keeps them for longer. "
    form = erase_form(erase_people.ErasePeople, last)
    return act(
        erase_people.ACTION,
        form,
        "portal/notices/simple.html",
        done=form.done("The list, its contacts and addresses are erased for good."),
        title=erase_people.ACTION.title,
        lead=f"{kept}Erased are the list, dates of birth, contacts, addresses and the letters "
        "printed from it. How many there were stays on record, and who was told, when and how. "
        "Nobody can bring the rest back.",
        button_text="Save",
        back=href("people"),
    )
