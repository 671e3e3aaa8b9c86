"""Take back an import of people affected: it was the wrong list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from portal.actions import take_back_import
from portal.rules.telling.addressees import from_json
from portal.store.telling.list_imports import list_imports
from portal.web.access import current_case, current_visit, does
from portal.web.acting import act
from portal.web.notices.area import blueprint, href, note_reading
from portal.web.parts import forms
from portal.web.parts.when import counted, full
from tenants.db import open_session

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from portal.store.telling.list_imports import ListImport
    from portal.web.visiting import Case

SHOWN: Final = 20
"""Imports; whoever types people in one by one makes many."""
LEAD: Final = (
    "Everybody whom no other list names is deleted, with their contacts, and cannot be brought "
    "back. Whoever has been told, or about whom a notice was made, stays as proof: they are "
    "recorded as not affected, and nothing more leaves about them. So does everybody while the "
    "police, a claim or the like keep this list. Whoever is on another list as well "
    "stays. Where the wrong list was the later one, import the right one again: their contacts "
    "may be the wrong list’s, and are to be checked again before anybody is written to."
)


class TakeBackForm(forms.PortalForm):
    """Which import, and why."""

    version = forms.radios(
        "Which list was wrong?", {}, needed="Choose the list that was wrong", heading=True
    )
    reason = forms.long_text(
        "How did it turn out to be the wrong list?",
        needed="Say how it turned out to be the wrong list",
        hint="It stands on the record: name nobody of the list.",
        rows=3,
    )

    def __init__(self, imports: Sequence[ListImport]) -> None:
        super().__init__()
        self.version.choices = forms.choices({str(each.version): _said(each) for each in imports})

    def to_input(self, _case: Case) -> take_back_import.TakeBackImport:
        """As the action takes it."""
        return take_back_import.TakeBackImport(int(self.version.data), self.reason.data or "")


@blueprint.route("/take-back-import", methods=["GET", "POST"])
@does(take_back_import.ACTION)
def take_back(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Choose among the last imports."""
    visit, case = current_visit(), current_case()
    note_reading("people_affected")
    with open_session(visit.services.engine, visit.scope) as session:
        imports = list_imports(session, visit.scope, case.found.key, incident_id, SHOWN)
    return act(
        take_back_import.ACTION,
        TakeBackForm(imports),
        "portal/notices/simple.html",
        done="The import is taken back. Who is told has been worked out anew.",
        next_endpoint="portal_notices.people",
        title=take_back_import.ACTION.title,
        lead=LEAD,
        button_text="Take it back",
        back=href("people"),
    )


def _said(each: ListImport) -> str:
    name = from_json(each.first.body).name
    who = name if each.people == 1 else f"{counted(each.people, 'person', 'people')}, one is {name}"
    others = f", {_of(each)} on another list as well" if each.on_others else ""
    return f"{full(each.at)}: {who}{others}"


def _of(each: ListImport) -> str:
    return "all of them" if each.on_others == each.people else f"{each.on_others} of them"
