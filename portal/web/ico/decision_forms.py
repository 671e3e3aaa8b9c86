"""Forms of the regulator decision and what goes with it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from wtforms.validators import ValidationError

from portal.actions.advise_regulator import AdviseRegulator
from portal.actions.confirm_not_reporting import ConfirmNotReporting
from portal.actions.confirm_other_report import ConfirmOtherReport
from portal.actions.decide_regulator import DecideRegulator
from portal.actions.record_late_reasons import RecordLateReasons
from portal.actions.record_reference import RecordReference
from portal.actions.record_told import RecordTold
from portal.rules.also_told.sharing import all_for_another, other_controller
from portal.rules.words import RegulatorChoice
from portal.web import bodies
from portal.web.bringing import BringingForm, a_file
from portal.web.parts import forms
from portal.web.parts.form import PortalForm
from portal.web.parts.resting import RestingForm
from tenants.regulator import ICO

if TYPE_CHECKING:
    from wtforms import StringField

    from portal.rules.facts import Facts
    from portal.web.visiting import Case

CHOICES = {
    RegulatorChoice.REPORT: f"Report it to the {ICO}",
    RegulatorChoice.DO_NOT_REPORT: "Do not report it",
    RegulatorChoice.ANOTHER_REPORTS: "Another controller reports it",
}
_NOT_SURE = (forms.NOT_SURE, "I am not sure")
NONE_GIVEN = "none"


def choices_of(facts: Facts) -> dict[RegulatorChoice, str]:
    """What may be decided; where none of the data is ours, it may be left to its controller."""
    if not all_for_another(facts):
        return CHOICES
    leave_it = "Leave it to the organisation whose data it is"
    return CHOICES | {RegulatorChoice.ANOTHER_REPORTS: leave_it}


class DecideForm(RestingForm):
    """The decision with its reasons."""

    choice = forms.radios(
        "What do you decide?",
        [*CHOICES.items(), _NOT_SURE],
        needed="Choose what you decide",
        hints={forms.NOT_SURE: "Shows whom to ask now. The 72 hours go on."},
    )
    would_reopen = forms.long_text(
        "What would make you decide otherwise?",
        hint="For example, if one of the recipients has passed it on.",
        rows=2,
    )
    registered = forms.select("Which controller reports it?", {}, empty="Choose from the register")
    controller = forms.text("Which controller reports it?")
    reasons = forms.long_text("What are your reasons?", needed="Give your reasons", rows=5)
    done_at = forms.moment(
        "When was it decided?", past=True, hint="Only if that was earlier than now."
    )

    def offer(self, case: Case) -> None:
        """The bodies of the school's register; another one is typed, or known already."""
        if not self.is_submitted():
            self.controller.data = other_controller(case.facts)
        self.choice.choices = forms.choices([*choices_of(case.facts).items(), _NOT_SURE])
        if bodies.offer(self.registered):
            self.controller.label.text = "Or its name, if it is not in the register"
        else:
            del self.registered

    def validate_controller(self, field: StringField) -> None:
        """Another controller has a name, from the register or typed."""
        named = field.data or bodies.chosen(self.registered)
        if self.choice.data == RegulatorChoice.ANOTHER_REPORTS and not named:
            raise ValidationError("Say which controller reports it")

    def to_input(self, _case: Case) -> DecideRegulator:
        """The decision."""
        return DecideRegulator(
            RegulatorChoice(self.choice.data),
            self.reasons.data or "",
            self.controller.data or bodies.chosen(self.registered),
            self.would_reopen.data or "",
        )


class AdviseForm(PortalForm):
    """The DPO's advice."""

    recommends = forms.radios(
        "What do you recommend?",
        [*CHOICES.items(), (NONE_GIVEN, "I give no advice")],
        needed="Choose what you recommend",
    )
    advice = forms.long_text("Why?", needed="Say why", rows=5)

    def to_input(self, _case: Case) -> AdviseRegulator:
        """The advice, or that none is given."""
        chosen = self.recommends.data
        recommends = None if chosen == NONE_GIVEN else RegulatorChoice(chosen)
        return AdviseRegulator(recommends, self.advice.data or "")


class ReviewForm(PortalForm):
    """Why not reporting still holds."""

    reasons = forms.long_text(
        "What did you look at, and why does the decision still hold?",
        needed="Say why the decision still holds",
    )

    def to_input(self, _case: Case) -> ConfirmNotReporting:
        """Confirmed."""
        return ConfirmNotReporting(self.reasons.data or "")


class OtherReportForm(PortalForm):
    """When the other controller reported."""

    reported_at = forms.moment(
        f"When did the other controller report it to the {ICO}?",
        needed="Enter when it was reported",
        past=True,
        heading=True,
    )
    reference = forms.text("Which reference was it given?", needed="Enter the reference")

    def to_input(self, _case: Case) -> ConfirmOtherReport:
        """Confirmed, with time and reference."""
        reported_at = self.reported_at.data
        assert isinstance(reported_at, datetime)  # noqa: S101 - the field is needed
        return ConfirmOtherReport(reported_at, self.reference.data or "")


class ToldForm(PortalForm):
    """Who was told; the choices are those still to be told."""

    who = forms.radios("Who has been told, and of what?", needed="Choose who", heading=True)
    how = forms.text("How?", hint="For example, by phone", needed="Say how they were told")
    done_at = forms.moment("When?", past=True, hint="Only if that was earlier than now.")

    def to_input(self, _case: Case) -> RecordTold:
        """Told."""
        return RecordTold(self.who.data, self.how.data or "")


class ReferenceForm(BringingForm):
    """The regulator's reference: free text, since its form is the regulator's."""

    shows = f"The {ICO}’s confirmation, with its reference"
    files = a_file(f"The {ICO}’s confirmation")
    rests_on = forms.checkboxes(
        "Or is it among the evidence already? (optional)",
        hint=f"Choose the {ICO}’s confirmation e-mail.",
    )
    reference = forms.text(
        f"What is the {ICO}’s reference?", needed="Enter the reference", most=60, heading=True
    )

    def to_input(self, _case: Case) -> RecordReference:
        """As it was given."""
        return RecordReference(self.reference.data or "")


class LateForm(PortalForm):
    """Why it took longer than 72 hours."""

    reasons = forms.long_text(
        "Why was the report made after the 72 hours?",
        hint="Counted from when the school became aware, not from when it happened.",
        needed="Give the reasons",
        heading=True,
    )

    def to_input(self, _case: Case) -> RecordLateReasons:
        """The reasons."""
        return RecordLateReasons(self.reasons.data or "")
