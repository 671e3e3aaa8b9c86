"""What is asked before anything is erased: what keeps it, until when, what the lead said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from portal.rules.facts import Hold
from portal.rules.keeping import erasing
from portal.rules.keeping.erasing import BeforeErasing
from portal.rules.uk_time import day
from portal.web.access import current_case, current_visit
from portal.web.parts import forms
from portal.web.parts.widgets import Choices, Look
from tenants.calendar import uk_date
from tenants.regulator import ICO

if TYPE_CHECKING:
    from datetime import date, datetime

    from portal.web.visiting import Case

HOLDS: Final = {
    Hold.COMPLAINT: "A complaint",
    Hold.CLAIM: "A claim, or one that is expected",
    Hold.REGULATOR: f"The {ICO}",
    Hold.POLICE: "The police",
    Hold.SAFEGUARDING: "Safeguarding",
}
NOTHING: Final = "nothing"
ERASE: Final = "No: erase it for good"


class EraseForm(forms.PortalForm):
    """What keeps it, if anything."""

    said: type[BeforeErasing] = BeforeErasing

    holds = forms.checkboxes(
        "Is any of this still open, so that it is needed?",
        HOLDS | {NOTHING: ERASE},
        alone=(NOTHING, ERASE),
        needed="Choose what is still open, or erase it",
    )
    reason = forms.text("Why is it kept?", hint="Needed if something is still open.")
    until = forms.day(
        "Until when?",
        hint=f"If you leave this empty, you are asked again in {erasing.HELD_ANEW.days} days. For "
        "a reason that was given before, the new day counts.",
    )
    safeguarding_said = forms.text(
        "What did the safeguarding lead say?",
        hint="Somebody was held back, or in danger: ask the lead before you erase anything.",
    )

    def done(self, gone: str) -> str:
        """What is said afterwards: `gone`, or that it is kept."""
        kept = "It is recorded what keeps this, and until when. Nothing has been erased."
        return gone if self.holds.data == [NOTHING] else kept

    def to_input(self, _case: Case) -> BeforeErasing:
        """As the action takes it."""
        asks_lead = "safeguarding_said" in self
        return self.said(
            tuple(Hold(each) for each in self.holds.data or () if each != NOTHING),
            reason=self.reason.data or "",
            until=self.until.data,
            safeguarding_said=(self.safeguarding_said.data or "") if asks_lead else "",
        )


def is_over(last: date | None, now: datetime) -> bool:
    """Whether what is kept up to and including `last` may be erased."""
    return last is not None and uk_date(now) > last


def erase_form(said: type[BeforeErasing], last: date | None) -> EraseForm:
    """The form of this case: what keeps it now stands beside its reason.

    It asks for the safeguarding lead's word where there is need of it. Up to the `last` day on
    which it is kept it offers no erasing, and only takes what keeps it for longer.
    """
    now = current_visit().now
    form, over = EraseForm(now=now), is_over(last, now)
    form.said = said
    kept = {
        str(hold): f"Kept until {day(one.until)}: {one.reason}"
        for hold, one in erasing.holding(current_case().facts).items()
    }
    look = Look(hints=kept, divider_before=NOTHING, alone=NOTHING) if over else Look(hints=kept)
    form.holds.widget = Choices(look, several=True)
    if not over:
        form.holds.choices = forms.choices(HOLDS)
    if not over or not erasing.concerns_safeguarding(current_case().facts):
        del form.safeguarding_said
    return form
