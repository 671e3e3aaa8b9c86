"""The form that asks for somebody affected, exactly as the list knows them."""

from __future__ import annotations

from portal.notices.people_list import named
from portal.rules.telling.upn import normal
from portal.web.parts import forms


class FindForm(forms.PortalForm):
    """Whom."""

    pupil_id = forms.text("Unique pupil number", classes="govuk-input--width-10")
    surname = forms.text("Or surname")
    forename = forms.text("First name")
    date_of_birth = forms.day("Date of birth", hint="As it stands on the list.", past=True)

    def texts(self) -> tuple[str, ...]:
        """What the list would know them by."""
        if self.pupil_id.data:
            return (f"id:{normal(self.pupil_id.data).casefold()}",)
        if not (self.surname.data and self.forename.data):
            return ()
        return (named(self.surname.data, self.forename.data, self.date_of_birth.data),)

    def any_list(self) -> tuple[str, ...]:
        """What any list would know them by: one may have no date of birth."""
        exactly = self.texts()
        if not exactly or self.pupil_id.data or not self.date_of_birth.data:
            return exactly
        return (*exactly, named(self.surname.data or "", self.forename.data or "", None))
