"""Wait with the notices on advice of law enforcement; look at it again, and lift it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.actions import hold_notices, lift_hold
from portal.rules.telling.holding import hold_in_force
from portal.rules.uk_time import day
from portal.web.access import current_case, current_visit, does
from portal.web.acting import act
from portal.web.notices.area import blueprint
from portal.web.parts import forms

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from portal.rules.facts import TellingHeld
    from portal.web.visiting import Case


class HoldForm(forms.PortalForm):
    """Whose advice, why, and until when."""

    advised_by = forms.text(
        "Who advised you to wait?",
        hint="Name, force or agency. For example, DC Rae, Essex Police.",
        needed="Say who advised you to wait",
    )
    reference = forms.text(
        "Their reference",
        hint="A crime number, or a phone number where there is none.",
        needed="Give their reference, or how to reach them",
    )
    since = forms.day("Since when?", needed="Enter the day since when you wait", past=True)
    reason = forms.text(
        "Why would telling people now do harm?",
        hint="One line. Name nobody affected.",
        needed="Say why telling people now would do harm",
    )
    review_on = forms.day(
        "When will you ask again?", hint="If you leave this empty, your policy’s time counts."
    )

    def to_input(self, _case: Case) -> hold_notices.HoldNotices:
        """As the action takes it."""
        assert self.since.data is not None  # noqa: S101 - needed
        return hold_notices.HoldNotices(
            advised_by=self.advised_by.data or "",
            reference=self.reference.data or "",
            since=self.since.data,
            reason=self.reason.data or "",
            review_on=self.review_on.data,
        )


class LiftForm(forms.PortalForm):
    """Over, or goes on."""

    lifted = forms.radios(
        "Must the notices still wait?",
        {"yes": "No, lift the hold", "no": "Yes, it goes on"},
        hints={"yes": "The notices are due at once."},
        needed="Say whether the notices must still wait",
    )
    reason = forms.text(
        "Why, and who said so?", hint="One line.", needed="Say why, and who advised it"
    )
    review_on = forms.day(
        "If it goes on: when will you ask again?",
        hint="If you leave this empty, your policy’s time counts.",
    )

    def to_input(self, _case: Case) -> lift_hold.LiftHold:
        """As the action takes it."""
        return lift_hold.LiftHold(
            self.lifted.data == "yes", self.reason.data or "", self.review_on.data
        )


@blueprint.route("/hold-notices", methods=["GET", "POST"])
@does(hold_notices.ACTION)
def hold_all(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Nothing leaves from now on."""
    return act(
        hold_notices.ACTION,
        HoldForm(now=current_visit().now),
        "portal/notices/simple.html",
        done="The notices are held. Nothing leaves until somebody lifts the hold.",
        title="Hold the notices",
        lead="For when the police or another law enforcement body asks you not to tell people yet. "
        "Nothing more leaves from now on. If somebody is in danger, warn them by phone or in "
        "person: that is never held.",
        button_text="Hold the notices",
    )


@blueprint.route("/lift-hold", methods=["GET", "POST"])
@does(lift_hold.ACTION)
def lift(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Lifted, or another day."""
    held = hold_in_force(current_case().facts)
    return act(
        lift_hold.ACTION,
        LiftForm(),
        "portal/notices/simple.html",
        done="It is recorded.",
        title="Must the notices still wait?",
        lead=_said(held) if held else "",
        button_text="Save",
    )


def _said(held: TellingHeld) -> str:
    """Whose advice it was."""
    last = held.terms[-1]
    until = f" Look at it again by {day(last.review_on)}." if last.review_on else ""
    return (
        f"Held since {day(held.since)}, as {held.advised_by} advised, reference {held.reference}: "
        f"{last.reason.rstrip('.')}.{until} Ask them before you decide."
    )
