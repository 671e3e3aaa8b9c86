"""Forms of what is settled with another controller."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from portal.actions.agree_who_tells import AgreeWhoTells
from portal.actions.confirm_people_told import ConfirmPeopleTold
from portal.actions.record_controller_told import RecordControllerTold
from portal.web.parts import forms
from portal.web.parts.form import PortalForm

if TYPE_CHECKING:
    from portal.web.visiting import Case

WE, THEY = "we", "they"


class WhoTellsForm(PortalForm):
    """Who tells the people affected; the choices name the other controller."""

    teller = forms.radios(
        "Who tells the people affected?",
        {},
        needed="Choose who tells them",
        hint="Until you have agreed this, it is for us to tell them.",
        heading=True,
    )
    agreed = forms.long_text(
        "With whom did you agree this, and how?",
        hint="For example, with their data protection officer, by phone on Friday.",
        needed="Say with whom this was agreed, and how",
        rows=2,
    )

    def to_input(self, _case: Case) -> AgreeWhoTells:
        """What was agreed."""
        return AgreeWhoTells(self.teller.data == THEY, self.agreed.data or "")


class PeopleToldForm(PortalForm):
    """When and how the other controller told them."""

    told_at = forms.moment(
        "When did the other controller tell the people affected?",
        needed="Enter when they were told",
        past=True,
        heading=True,
    )
    how = forms.long_text(
        "How were they told, and how many?",
        hint="For example, 214 parents by e-mail. Write no names.",
        needed="Say how they were told, and how many",
        rows=2,
    )

    def to_input(self, _case: Case) -> ConfirmPeopleTold:
        """Confirmed."""
        told_at = self.told_at.data
        assert isinstance(told_at, datetime)  # noqa: S101 - the field is needed
        return ConfirmPeopleTold(told_at, self.how.data or "")


class ControllerToldForm(PortalForm):
    """When, whom and how the organisation was told whose data the school holds."""

    told_at = forms.moment("When did you tell it?", needed="Enter when you told it", past=True)
    how = forms.long_text(
        "Whom did you tell, how, and what?",
        hint="For example, the head of the other school, by phone: which records, and what you "
        "have done. Write no names of people affected.",
        needed="Say whom you told, and how",
        rows=3,
    )
    others_left = forms.tick(
        "Somebody else whose data it is as well has not been told yet",
        hint="Telling them then stays owed, until you record that they were told too.",
    )

    def to_input(self, _case: Case) -> RecordControllerTold:
        """Told."""
        told_at = self.told_at.data
        assert isinstance(told_at, datetime)  # noqa: S101 - the field is needed
        return RecordControllerTold(told_at, self.how.data or "", self.others_left.data)
