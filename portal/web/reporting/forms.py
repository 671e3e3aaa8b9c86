"""The questions of a report, one form a page. Only 'what happened' must be answered (SIP-2)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from wtforms.validators import ValidationError

from portal.rules.facts import OnBehalf
from portal.rules.uk_time import start_of_day
from portal.rules.words import Answer, Kind, Naming
from portal.web.parts import forms
from portal.web.parts.form import PortalForm
from tenants.calendar import UK

if TYPE_CHECKING:
    from wtforms import Field

MYSELF, TOLD = "myself", "told"
NOW, TODAY, YESTERDAY, EARLIER = "now", "today", "yesterday", "earlier"


class HowForm(PortalForm):
    """With one's name, with it kept private, or (on another journey) without."""

    naming = forms.radios(
        "How do you want to report?",
        {
            Naming.NAMED: "With my name",
            Naming.PROTECTED: "Keep my name private",
        },
        heading=True,
        needed="Choose how you want to report",
    )


class WhatForm(PortalForm):
    """The one question that must be answered."""

    happened = forms.long_text(
        "What happened?",
        hint="Use your own words. A few sentences are enough. Do not paste in the information "
        "that got out.",
        needed="Say what happened, in your own words",
        rows=6,
        most=8000,
        heading=True,
    )
    kind = forms.radios(
        "Has something gone wrong already?",
        {
            Kind.CONFIRMED: "Yes, it has happened",
            Kind.POTENTIAL: "It may have happened, or I am not sure",
            Kind.NEAR_MISS: "No, but it nearly happened",
            Kind.WEAKNESS: "No, but there is a weakness: it could happen",
        },
        needed="Choose the answer that fits best",
    )


class WhenForm(PortalForm):
    """When it was noticed: this can start the clock, so the future is refused."""

    noticed = forms.radios(
        "When did you notice it?",
        {
            NOW: "Just now",
            TODAY: "Earlier today",
            YESTERDAY: "Yesterday",
            EARLIER: "On another day, or I know the time",
        },
        not_sure=True,
        needed="Choose when you noticed it",
        heading=True,
    )
    noticed_at = forms.moment(
        "Day and time, if you know them",
        needed="Enter the day on which you noticed it",
        below=("noticed", EARLIER),
        past=True,
        time_needed=False,
        hint="Only for the last answer. You can leave out the time.",
    )
    occurred = forms.text(
        "When did it happen, if that was earlier?",
        hint="For example, Friday at about 3pm, or not known",
    )

    @property
    def shown_below(self) -> dict[str, str]:
        """The day, below the answer that needs it."""
        return {EARLIER: self.noticed_at()}

    def moment(self, now: datetime) -> tuple[datetime | None, bool]:
        """The instant in UTC, and whether only the day is known; None for 'I am not sure'."""
        today = now.astimezone(UK).date()
        match self.noticed.data:
            case "today":
                return start_of_day(today), True
            case "yesterday":
                return start_of_day(today - timedelta(days=1)), True
            case "earlier" if self.noticed_at.data is not None:
                return self.noticed_at.data, not self.noticed_at.time_known
            case forms.NOT_SURE:
                return None, False
            case _:
                return now, False


class WhenToldForm(WhenForm):
    """Signed in, one can report for somebody else (SIP-4a)."""

    found = forms.radios(
        "Did you find it yourself?",
        {MYSELF: "Yes, or I was there", TOLD: "No, somebody told me"},
        needed=None,
    )
    told_by = forms.text("Who told you?", hint="A name, or who they are.")
    told_when = forms.text("When did they tell you?", hint="For example, today at about 9am")
    told_reach = forms.text(
        "How can they be reached?", hint="Phone or e-mail, if they do not mind."
    )

    def validate_told_by(self, field: Field) -> None:
        """'Somebody told me' needs to say who."""
        if self.found.data == TOLD and not (field.data or "").strip():
            raise ValidationError("Say who told you, as far as you can")

    def on_behalf(self) -> OnBehalf | None:
        """Who told it, when, and how they are reached."""
        if self.found.data != TOLD:
            return None
        told = (self.told_by.data or "", self.told_when.data or "", self.told_reach.data or "")
        return OnBehalf(*told)


class DangerForm(PortalForm):
    """Danger first, then whether it is still going on."""

    danger = forms.radios(
        "Could anyone be in danger because of this?",
        {Answer.YES: "Yes", Answer.NO: "No"},
        not_sure=True,
        hint="For example, somebody whose address is kept private, or a child at risk.",
        needed="Choose whether anyone could be in danger",
        heading=True,
    )
    still_going_on = forms.radios(
        "Is it still going on?",
        {Answer.YES: "Yes", Answer.NO: "No, it has stopped"},
        not_sure=True,
        hint="For example, a message is still being delivered or a page can still be seen.",
        needed="Choose whether it is still going on",
    )
    done_so_far = forms.long_text(
        "What has been done so far? (optional)",
        hint="If anyone could be in danger, do not contact whoever received it: ask the "
        "safeguarding lead or the Headteacher first. Do not delete anything: it is evidence.",
        rows=3,
    )


class WhoseForm(PortalForm):
    """Whose information, what kind, how many: rough is fine."""

    whose = forms.text(
        "Whose is it? (optional)",
        hint="For example, children in Year 4 and their parents. No need for names.",
    )
    what_data = forms.long_text(
        "What kind of information? (optional)",
        hint="For example, names, dates of birth, medical notes, passwords.",
        rows=3,
    )
    people_estimate = forms.text(
        "About how many people? (optional)", hint="Rough is fine: ‘about 200’ or ‘not sure’."
    )
    involved = forms.text("Who was involved? (optional)", hint="Names are welcome here.")


class WhoForm(PortalForm):
    """Who is told first, and whether it is about one of them."""

    told = forms.radios(
        "Who should hear of it first?",
        needed="Choose who should be told first",
        hint="The data protection officer hears of every report.",
    )
    about = forms.checkboxes(
        "Is it about somebody you would normally tell? (optional)",
        hint="Whoever you choose will not see this report.",
    )
    systems_affected = forms.tick(
        "Our e-mail or network is affected",
        hint="Ring somebody as well: messages may not arrive.",
    )


class CheckForm(PortalForm):
    """Nothing but the button."""
