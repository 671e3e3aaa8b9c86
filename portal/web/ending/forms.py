"""What the last pages ask."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from portal.actions import (
    add_improvement,
    close_incident,
    complete_improvement,
    look_at_addition,
    reopen_incident,
    thank_reporter,
)
from portal.rules.ending.closing import finds_thanks
from portal.rules.ending.conclusion import open_recommendations
from portal.rules.in_charge.kept_apart import makers
from portal.rules.responsibilities import closing_role
from portal.rules.responsibilities.investigation import improvers
from portal.rules.tracks import RegulatorTrack, regulator_track
from portal.rules.words import Ending
from portal.web import people
from portal.web.parts import forms
from portal.web.parts.checks import unless
from portal.web.parts.decision import Fact
from tenants.regulator import ICO

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.rules.facts import Improvement
    from portal.web.visiting import Case


class ImprovementForm(forms.PortalForm):
    """What, who, by when."""

    recommendation = forms.radios(
        "Which recommendation of the outcome report does it carry out? (optional)", needed=None
    )
    what = forms.long_text(
        "What is to be done?",
        rows=3,
        checks=[unless("recommendation", "Say what is to be done")],
    )
    training_for = forms.text(
        "If it is training: who is trained? (optional)",
        hint="People, or a group: ‘everybody in the office’.",
    )
    owner = forms.select("Who does it?", needed="Choose who does it")
    due_on = forms.day("By when?", needed="Enter the day by which it is to be done")

    def offer(self, case: Case) -> None:
        """The people of the school, and the recommendations without an action."""
        lines = open_recommendations(case.facts)
        self.recommendation.choices = forms.choices({line: line for line in lines})
        if not lines:
            del self.recommendation
        self.owner.choices = forms.choices({"": "Choose …"} | people.to_choose(case))

    def to_input(self, _case: Case) -> add_improvement.AddImprovement:
        """The action's input."""
        assert self.due_on.data is not None  # noqa: S101 - the form needs it
        return add_improvement.AddImprovement(
            self.what.data or "",
            UUID(self.owner.data),
            self.due_on.data,
            (self.recommendation.data or "") if "recommendation" in self else "",
            self.training_for.data or "",
        )


class DoneForm(forms.PortalForm):
    """Which action is done."""

    improvement = forms.radios("Which action is done?", needed="Choose the action")
    note = forms.long_text("What was done? (optional)", rows=3)

    def offer(self, open_: tuple[Improvement, ...]) -> None:
        """The open actions of this person."""
        self.improvement.choices = forms.choices({str(each.id): each.what for each in open_})
        if len(open_) == 1 and not self.is_submitted():
            self.improvement.data = str(open_[0].id)

    def to_input(self, _case: Case) -> complete_improvement.CompleteImprovement:
        """The action's input."""
        return complete_improvement.CompleteImprovement(
            UUID(self.improvement.data), self.note.data or ""
        )


def to_complete(case: Case) -> tuple[Improvement, ...]:
    """The open actions that this person may say are done."""
    all_ = bool(case.actor.roles & improvers(case.policy, case.facts))
    return tuple(
        each
        for each in case.facts.improvements
        if each.done_at is None and (all_ or each.owner == case.actor.person_id)
    )


class CloseForm(forms.PortalForm):
    """How it ended."""

    ending = forms.radios(
        "How did it end?",
        close_incident.ENDINGS,
        needed="Choose how it ended",
    )
    still_not_reported = forms.tick(f"I confirm once more that the {ICO} need not know")
    note = forms.long_text("Anything to note? (optional)", rows=3)

    def offer(self, case: Case) -> None:
        """The confirmation, where it was decided not to tell the regulator."""
        if regulator_track(case.facts) is not RegulatorTrack.NOT_TO_BE_REPORTED:
            del self.still_not_reported

    def to_input(self, case: Case) -> close_incident.CloseIncident:
        """The action's input, with whether nobody else could be found to close it."""
        role, others = (
            closing_role(case.policy, case.facts),
            makers(case.policy, case.facts, "close"),
        )
        return close_incident.CloseIncident(
            Ending(self.ending.data),
            self.note.data or "",
            still_not_reported="still_not_reported" in self and self.still_not_reported.data,
            nobody_else=people.nobody_else(case, role, others, self.now),
        )


class ReopenForm(forms.PortalForm):
    """Why it goes on."""

    reason = forms.long_text("Why is it re-opened?", needed="Say why it is re-opened", rows=4)

    def to_input(self, _case: Case) -> reopen_incident.ReopenIncident:
        """The action's input."""
        return reopen_incident.ReopenIncident(self.reason.data or "")


class LookForm(forms.PortalForm):
    """Why it changes nothing."""

    why_nothing_new = forms.long_text(
        "Why does it change nothing?",
        needed="Say why it changes nothing, or re-open the incident",
        rows=4,
    )

    def to_input(self, _case: Case) -> look_at_addition.LookAtAddition:
        """The action's input."""
        return look_at_addition.LookAtAddition(self.why_nothing_new.data or "")


class LookAtJoinedForm(LookForm):
    """It cannot be re-opened: what it changes is put on the record where it goes on."""

    why_nothing_new = forms.long_text(
        "What have you done with it?",
        hint="For example: added it there, or why it changes nothing.",
        needed="Say what you have done with it, or why it changes nothing",
        rows=4,
    )


class ThankForm(forms.PortalForm):
    """What they are told."""

    text = forms.long_text(
        "What do you want to tell the reporter?",
        hint="Thank them, and say what changes because of their report. Name nobody else.",
        needed="Write what came of the report",
        rows=6,
    )

    def to_input(self, _case: Case) -> thank_reporter.ThankReporter:
        """The action's input."""
        return thank_reporter.ThankReporter(self.text.data or "")


def by_mail(case: Case) -> Iterator[Fact]:
    """That a reporter who wrote by e-mail reads nothing here, and where they are written to."""
    told = case.facts.intake.outside
    if finds_thanks(case.facts):
        return
    where = f" at {told.contact}" if told and told.contact else ", where you know how"
    yield Fact(
        "They wrote by e-mail, and cannot read here what you say. "
        f"Write to them yourself{where}, then keep here what you wrote."
    )
