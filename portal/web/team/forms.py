"""The forms of the people who look after schools."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from portal.desk.school.team import Newcomer
from portal.rules.school.team import WHAT_IT_IS
from portal.web.parts import forms
from portal.web.roles_held import EndForm
from tenants.roles import Role

if TYPE_CHECKING:
    from collections.abc import Collection

    from tenants.organisations import Officer


class NewcomerForm(forms.PortalForm):
    """Somebody new."""

    name = forms.text("Full name", needed="Enter their name", most=120)
    email = forms.text(
        "E-mail address",
        kind="email",
        needed="Enter their e-mail address",
        hint="They get a link there with which they set up their sign-in.",
    )
    phone = forms.text(
        "Phone", kind="tel", most=40, hint="Needed for officers: schools and parents ring them."
    )
    role = forms.radios(
        "What are they?",
        {role.value: title for role, (title, _what) in WHAT_IT_IS.items()},
        needed="Choose what they are",
        hints={role.value: what for role, (_title, what) in WHAT_IT_IS.items()},
    )

    def offer(self, roles: Collection[Role]) -> None:
        """What the person may make others."""
        forms.keep(self.role, {role.value for role in roles})

    def newcomer(self) -> Newcomer:
        """Who comes."""
        return Newcomer(
            self.name.data or "", self.email.data or "", self.phone.data or "", Role(self.role.data)
        )


class LeaveForm(EndForm):
    """When, and who takes their place."""

    successor = forms.select("Who takes their place?", empty="Choose an officer …")

    def offer(self, officers: Collection[Officer], *, needed: bool) -> None:
        """Who can be named; nobody is asked for where there is nothing to take."""
        if not needed:
            del self.successor
            return
        named = {str(one.person_id): one.name for one in officers}
        self.successor.choices = forms.choices({"": "Choose an officer …", **named})

    def chosen(self) -> UUID | None:
        """Who takes their place."""
        found = self.successor.data if "successor" in self else ""
        return UUID(found) if found else None
