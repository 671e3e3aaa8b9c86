"""The form of how somebody is called and reached, at a school or where schools are looked after."""

from __future__ import annotations

from typing import Final

from portal.desk.school.correcting import Details
from portal.web.parts import forms

SECOND_HINT: Final = "Outside the organisation’s own mail, for the day on which that does not work."


class DetailsForm(forms.PortalForm):
    """What is known of somebody."""

    name = forms.text("Full name", needed="Enter their name", most=120)
    email = forms.text(
        "E-mail address",
        kind="email",
        needed="Enter their e-mail address",
        hint="Where our e-mails go; what somebody signs in with stays as it is. An invitation that "
        "went to another address opens nothing any more: a new one goes to this address.",
    )
    job_title = forms.text("Job title (optional)", most=120)
    phone = forms.text("Phone", kind="tel", most=40)
    second_email = forms.text("Second e-mail address", kind="email", hint=SECOND_HINT)

    def details(self) -> Details:
        """As typed."""
        return Details(
            name=self.name.data or "",
            email=self.email.data or "",
            phone=self.phone.data or "",
            second_email=self.second_email.data or "",
            job_title=self.job_title.data or "",
        )
