"""What the pages of the workspace ask: talks, experts, risks, the communications plan."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from portal.actions import (
    ask_expert,
    note_risk,
    plan_communications,
    record_communication,
    record_expert_answer,
    record_interview,
)
from portal.rules.risk.risk_method import GRADES
from portal.web import people
from portal.web.parts import forms
from portal.web.parts.when import full

if TYPE_CHECKING:
    from portal.web.visiting import Case

PLAN, NONE = "plan", "none"
NEW = "new"
LIKELY = dict(
    zip(map(str, GRADES), ("Very unlikely", "Unlikely", "Possible", "Likely", "Nearly certain"),
        strict=True)
)  # fmt: skip
GRAVE = dict(
    zip(map(str, GRADES), ("Very slight", "Slight", "Moderate", "Grave", "Very grave"), strict=True)
)


class InterviewForm(forms.PortalForm):
    """With whom, when, what was said."""

    with_whom = forms.text(
        "With whom did you speak?",
        needed="Say with whom you spoke",
        hint="For example: the teacher who sent the letter. Only those who investigate read this.",
    )
    held_at = forms.moment("When did you speak?", needed="Say when you spoke", past=True)
    said = forms.long_text("What was said?", needed="Write down what was said", rows=8, most=20_000)

    def to_input(self, _case: Case) -> record_interview.RecordInterview:
        """The action's input."""
        assert self.held_at.data is not None  # noqa: S101 - the form needs it
        return record_interview.RecordInterview(
            self.with_whom.data or "", self.held_at.data, self.said.data or ""
        )


class ExpertForm(forms.PortalForm):
    """Whom, what, and the answer where there is one."""

    whom = forms.text("Whom did you ask?", needed="Say whom you asked", hint="Name or company.")
    question = forms.long_text("What did you ask?", needed="Say what you asked", rows=3)
    answer = forms.long_text(
        "What did they answer? (optional)",
        hint="Leave it empty while you wait. You are reminded of it.",
        rows=4,
        most=8000,
    )

    def to_input(self, _case: Case) -> ask_expert.AskExpert:
        """The action's input."""
        return ask_expert.AskExpert(
            self.whom.data or "", self.question.data or "", self.answer.data or ""
        )


class ExpertAnswerForm(forms.PortalForm):
    """Which expert, and the answer."""

    expert = forms.radios("Whose answer?", needed="Choose whose answer it is")
    answer = forms.long_text(
        "What did they answer?",
        needed="Write the answer, or that none came and why",
        rows=5,
        most=8000,
    )

    def offer(self, case: Case) -> None:
        """Those whose answer is awaited."""
        awaited = {
            str(each.id): f"{each.whom}: {each.asked}"
            for each in case.facts.experts
            if each.answered_at is None
        }
        self.expert.choices = forms.choices(awaited)
        if len(awaited) == 1 and not self.is_submitted():
            self.expert.data = next(iter(awaited))

    def to_input(self, _case: Case) -> record_expert_answer.RecordExpertAnswer:
        """The action's input."""
        return record_expert_answer.RecordExpertAnswer(
            UUID(self.expert.data), self.answer.data or ""
        )


class RiskForm(forms.PortalForm):
    """A risk, graded, with whose it is."""

    risk = forms.select(
        "A new risk, or one noted before?",
        needed="Choose a new risk, or one noted before",
        empty="",
    )
    what = forms.long_text("What could happen?", needed="Say what could happen", rows=3)
    likelihood = forms.radios("How likely is it?", LIKELY, needed="Choose how likely it is")
    impact = forms.radios("How bad would it be?", GRAVE, needed="Choose how bad it would be")
    lessened_by = forms.long_text("What lessens it? (optional)", rows=3)
    owner = forms.select("Whose risk is it?", needed="Choose whose it is")

    def offer(self, case: Case) -> None:
        """The risks noted so far, and the people of the school."""
        before = {str(each.id): each.what for each in case.facts.noted_risks}
        if before:
            self.risk.choices = forms.choices({NEW: "A new risk"} | before)
        else:
            del self.risk
        self.owner.choices = forms.choices({"": "Choose …"} | people.to_choose(case))

    def to_input(self, _case: Case) -> note_risk.NoteRisk:
        """The action's input."""
        again = self.risk.data if "risk" in self else NEW
        return note_risk.NoteRisk(
            what=self.what.data or "",
            likelihood=int(self.likelihood.data),
            impact=int(self.impact.data),
            owner=UUID(self.owner.data),
            lessened_by=self.lessened_by.data or "",
            risk=None if again == NEW else UUID(again),
        )


class PlanForm(forms.PortalForm):
    """One line of the plan, or why there is none."""

    needed = forms.radios(
        "Is anything to be said?",
        {PLAN: "Yes, plan it", NONE: "No, nothing needs to be said"},
        needed="Choose whether anything is to be said",
    )
    audience = forms.text("To whom?", hint="For example: all staff, parents, the press.")
    message = forms.long_text("What are they told?", rows=4)
    channel = forms.text("How?", hint="For example: e-mail, assembly, the school’s website.")
    person = forms.select("Who says it?")
    planned_at = forms.moment("By when?", below=("needed", PLAN))
    why_none = forms.long_text("Why does nothing need to be said?", rows=3)

    def offer(self, case: Case) -> None:
        """The people of the school."""
        self.person.choices = forms.choices({"": "Choose …"} | people.to_choose(case))

    def to_input(self, _case: Case) -> plan_communications.PlanCommunications:
        """The action's input; what belongs to the other answer is left out."""
        if self.needed.data == NONE:
            why = self.why_none.data or ""
            return plan_communications.PlanCommunications(why_none=why)
        return plan_communications.PlanCommunications(
            audience=self.audience.data or "",
            message=self.message.data or "",
            channel=self.channel.data or "",
            person=UUID(self.person.data) if self.person.data else None,
            planned_at=self.planned_at.data,
        )


class SaidForm(forms.PortalForm):
    """Which line of the plan was said."""

    communication = forms.radios("What was said?", needed="Choose what was said")
    note = forms.long_text("Anything to note (optional)", rows=3)

    def offer(self, case: Case) -> None:
        """The lines that are not done, this person's first."""
        open_ = [each for each in case.facts.communications if each.done_at is None]
        mine = sorted(open_, key=lambda each: each.person != case.actor.person_id)
        said = {
            str(each.id): f"To {each.audience}, {each.channel}, by "
            f"{full(each.planned_at)}: {each.message}"
            for each in mine
        }
        self.communication.choices = forms.choices(said)
        if len(said) == 1 and not self.is_submitted():
            self.communication.data = next(iter(said))

    def to_input(self, _case: Case) -> record_communication.RecordCommunication:
        """The action's input."""
        return record_communication.RecordCommunication(
            UUID(self.communication.data), self.note.data or ""
        )
