"""Erase the details of the people affected, or say what keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from portal.actions import erase_people
from portal.rules import erasing
from portal.rules.facts import Hold
from portal.rules.uk_time import day
from portal.web.access import current_case, current_visit, does
from portal.web.acting import act
from portal.web.notices.area import blueprint, href
from portal.web.parts import forms

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from portal.web.visiting import Case

HOLDS = {
    Hold.COMPLAINT: "A complaint",
    Hold.CLAIM: "A claim, or one that is expected",
    Hold.REGULATOR: "The ICO",
    Hold.POLICE: "The police",
    Hold.SAFEGUARDING: "Safeguarding",
}
NOTHING = "nothing"


class EraseForm(forms.PortalForm):
    """What keeps them, if anything."""

    holds = forms.checkboxes(
        "Is any of this still open, so that the details are needed?",
        HOLDS | {NOTHING: "No: erase them"},
        alone=(NOTHING, "No: erase them"),
        needed="Choose what is still open, or erase them",
    )
    reason = forms.text("Why are they kept?", hint="Needed if something is still open.")
    until = forms.day(
        "Until when?", hint="If you leave this empty, you are asked again in 90 days."
    )
    safeguarding_said = forms.text(
        "What did the safeguarding lead say?",
        hint="Somebody was held back, or in danger: ask the lead before you erase anything.",
    )

    def to_input(self, _case: Case) -> erase_people.ErasePeople:
        """As the action takes it."""
        return erase_people.ErasePeople(
            tuple(Hold(each) for each in self.holds.data or () if each != NOTHING),
            reason=self.reason.data or "",
            until=self.until.data,
            safeguarding_said=(self.safeguarding_said.data or "") if self._asks_lead else "",
        )

    @property
    def _asks_lead(self) -> bool:
        return "safeguarding_said" in self


@blueprint.route("/erase-people", methods=["GET", "POST"])
@does(erase_people.ACTION)
def erase(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Gone for good, or kept for a reason."""
    case, form = current_case(), EraseForm(now=current_visit().now)
    if not erasing.concerns_safeguarding(case.facts):
        del form.safeguarding_said
    last = erasing.kept_until(case.facts, case.policy)
    kept = f"The school keeps these details until {day(last)}. " if last else ""
    return act(
        erase_people.ACTION,
        form,
        "portal/notices/simple.html",
        done="It is recorded.",
        title=erase_people.ACTION.title,
        lead=f"{kept}Erased are the list, dates of birth, contacts, addresses and the letters "
        "printed from it. How many there were stays on record, and who was told, when and how. "
        "Nobody can bring the rest back.",
        button_text="Save",
        back=href("people"),
    )
