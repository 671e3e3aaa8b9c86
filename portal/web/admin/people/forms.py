"""The forms of people."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from portal.desk.school.absences import Leave
from portal.rules.uk_time import end_of_day, start_of_day
from portal.web.details import SECOND_HINT
from portal.web.parts import forms
from portal.web.roles_held import EndForm
from tenants.models import AbsenceKind
from tenants.roles import IN_ONE_INCIDENT, TITLES, Role

if TYPE_CHECKING:
    from datetime import date


GIVEN: Final = {
    role.value: TITLES[role]
    for role in Role
    if role not in IN_ONE_INCIDENT | {Role.DPO, Role.OVERSEER}
}
"""Roles that a school gives. The DPO is appointed, oversight is granted."""
KINDS: Final = {
    AbsenceKind.LEAVE: "Leave",
    AbsenceKind.SICKNESS: "Sickness",
    AbsenceKind.OTHER: "Something else",
}


class SearchForm(forms.PortalForm):
    """Whom to find. Sent by POST, so that no name stands in an address."""

    word = forms.text("Find somebody", hint="The beginning of a name or e-mail address", most=100)


class PersonForm(forms.PortalForm):
    """Somebody new."""

    name = forms.text("Full name", needed="Enter their name", most=120)
    email = forms.text("E-mail address", kind="email", needed="Enter their e-mail address")
    role = forms.select(
        "Role",
        GIVEN,
        needed="Choose their role",
        hint="A deputy headteacher counts as one of the senior leadership team.",
    )
    job_title = forms.text("Job title (optional)", most=120)
    phone = forms.text(
        "Phone",
        kind="tel",
        most=40,
        hint="Needed for the Headteacher, deputies, safeguarding leads, chair and chief executive.",
    )
    from_on = forms.day("From which day?", needed="Say from which day")
    invite = forms.tick(
        "Invite them by e-mail now", hint="They get a link with which they set up their sign-in."
    )


class RoleForm(forms.PortalForm):
    """One role more."""

    role = forms.select("Role", GIVEN, needed="Choose the role")
    from_on = forms.day("From which day?", needed="Say from which day")
    until_on = forms.day("Until which day? (optional)", hint="Leave empty if there is no end yet.")


class LeaveForm(EndForm):
    """The end of everything, and who takes over what is theirs alone."""

    taker = forms.select("Who takes over what is theirs alone?")


class AbsenceForm(forms.PortalForm):
    """From when, until when, from what, and who stands in."""

    kind = forms.radios(
        "Why?", KINDS, needed="Choose why", hint="Only those who manage absences see it."
    )
    from_on = forms.day("First day away", needed="Say which day is the first")
    until_on = forms.day("Last day away", hint="Leave empty if nobody knows yet.")
    review_on = forms.day("If nobody knows: when do we ask again?")
    role = forms.select("Away from", empty="Everything")
    stand_in = forms.select(
        "Who stands in? (optional)",
        empty="Whoever the policy says",
        hint="They come before those whom the policy names.",
    )
    everywhere = forms.tick(
        "At all my other schools too",
        hint="Whoever stands in does so where they have a part; elsewhere it is whom the policy "
        "names.",
    )
    shown = forms.hidden()

    def mark(self) -> str:
        """What is said, as one text: what was shown before saving was about this."""
        said = (self.from_on.data, self.until_on.data, self.role.data, self.stand_in.data)
        return " ".join(str(each or "-") for each in said)

    def from_at(self, now: datetime) -> datetime:
        """The beginning: today it is now."""
        assert self.from_on.data is not None  # noqa: S101 - needed
        return max(start_of_day(self.from_on.data), now - timedelta(minutes=1))

    def until_at(self) -> datetime | None:
        """The end of the last day."""
        last: date | None = self.until_on.data
        return end_of_day(last) if last else None

    def leave(self, now: datetime) -> Leave:
        """All that is said, once it is well formed."""
        return Leave(
            kind=AbsenceKind(self.kind.data),
            from_at=self.from_at(now),
            until_at=self.until_at(),
            last_on=self.until_on.data or self.review_on.data,
            review_on=self.review_on.data,
            role=self.away_from(),
            stand_in_id=self.named(),
            everywhere="everywhere" in self and bool(self.everywhere.data),
        )

    def away_from(self) -> Role | None:
        """One role, or everything."""
        return Role(self.role.data) if self.role.data else None

    def named(self) -> UUID | None:
        """Who stands in."""
        return UUID(self.stand_in.data) if self.stand_in.data else None


class ReviewForm(forms.PortalForm):
    """Still away."""

    review_on = forms.day("When do we ask again?", needed="Say when we ask again")


class DpoForm(forms.PortalForm):
    """Who is named, from when, reached how."""

    who = forms.select(
        "Who is it?",
        needed="Choose who it is",
        hint="The portal tells an officer who uses it of every report. Does yours not use it? Then "
        "it asks them by e-mail to ring you, and whoever stands in for them tells them the rest.",
    )
    name = forms.text("Name", most=120, hint="As pages and letters print it.")
    email = forms.text("E-mail address", kind="email", hint="If it is not the one known.")
    phone = forms.text("Phone", kind="tel", most=40, hint="If it is not the one known.")
    from_on = forms.day("From which day?", needed="Say from which day")


class OwnForm(forms.PortalForm):
    """One's own numbers, and the name that no office may change."""

    name = forms.text("Full name", needed="Enter your name", most=120, autocomplete="name")
    phone = forms.text("Phone", kind="tel", most=40, autocomplete="tel")
    second_email = forms.text(
        "Second e-mail address", kind="email", hint=SECOND_HINT, autocomplete="email"
    )
