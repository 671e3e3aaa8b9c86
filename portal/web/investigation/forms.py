"""What the pages of an investigation ask."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from portal.actions import (
    add_information,
    answer_question,
    complete_step,
    consider_others,
    record_disciplinary,
)
from portal.errors import Refused
from portal.rules.also_told.considered import bodies, considered, others, pressing, to_consider
from portal.rules.investigation.steps import is_settled, steps
from portal.rules.reporting.joining import asked_beside
from portal.web.investigation.shown import asked_of
from portal.web.parts import forms
from portal.web.parts.resting import RestingForm

if TYPE_CHECKING:
    from portal.rules.facts import Question
    from portal.web.visiting import Case

YES, NO = "yes", "no"


class AddForm(forms.PortalForm):
    """Something to add."""

    adds = True

    text = forms.long_text(
        "What do you want to add?",
        hint="Do not paste in the information that got out.",
        needed="Write what you want to add",
        most=8000,
    )

    def to_input(self, _case: Case) -> add_information.AddInformation:
        """The action's input."""
        return add_information.AddInformation(self.text.data or "")


class AnswerForm(forms.PortalForm):
    """The answer; which question, where there are several."""

    question = forms.radios("Which question?", needed="Choose the question")
    answer = forms.long_text("Your answer", needed="Write your answer", most=8000)
    only: Question | None = None

    def offer(self, case: Case, asked: tuple[Question, ...]) -> None:
        """The questions that this person may answer; those put to others say to whom."""
        self.question.choices = forms.choices(
            {str(each.id): _question(case, each) for each in asked}
        )
        if not any(answer_question.is_asked(each, case.facts, case.actor) for each in asked):
            self.answer.label.text = "What did they answer?"
        if len(asked) == 1:
            self.only = asked[0]
            del self.question

    def to_input(self, case: Case) -> answer_question.AnswerQuestion:
        """The action's input."""
        chosen = self.only.id if self.only else UUID(self.question.data)
        beside = asked_beside(case.facts, chosen)
        return answer_question.AnswerQuestion(chosen, self.answer.data or "", beside=beside)


def to_answer(case: Case) -> tuple[Question, ...]:
    """The open questions put to this person; then, to who investigates, the others."""
    return answer_question.to_answer(case.policy, case.facts, case.actor)


def _question(case: Case, asked: Question) -> str:
    """Its words, and to whom it was put if not to the reader: several may be asked the same."""
    if answer_question.is_asked(asked, case.facts, case.actor):
        return asked.text
    return f"{asked_of(case, asked)}: {asked.text}"


class StepForm(RestingForm):
    """One step, done or not appropriate."""

    key = forms.radios("Which step?", needed="Choose the step")
    done = forms.radios(
        "Is it done?",
        {YES: "Yes, it is done", NO: "It is not appropriate here"},
        needed="Choose whether it is done",
        inline=True,
    )
    note = forms.long_text(
        "What was found or done; or why it is not appropriate",
        hint="Needed where a step is not appropriate.",
        rows=4,
    )

    def offer(self, case: Case) -> None:
        """All steps, those first of which nothing is recorded."""
        ordered = sorted(steps(case.policy), key=lambda each: is_settled(case.facts, each.key))
        self.key.choices = forms.choices(
            {
                step.key: f"{step.text} ({step.clause})"
                + (" – recorded" if is_settled(case.facts, step.key) else "")
                for step in ordered
            }
        )

    def to_input(self, _case: Case) -> complete_step.CompleteStep:
        """The action's input."""
        return complete_step.CompleteStep(
            self.key.data, self.done.data == YES, self.note.data or ""
        )


class OthersForm(forms.PortalForm):
    """One of those who may have to be told."""

    key = forms.radios("Who?", needed="Choose who was considered")
    told = forms.radios(
        "Have they been told?",
        {YES: "Yes", NO: "No, they need not be told"},
        needed="Choose whether they have been told",
    )
    told_at = forms.moment("When were they told?", past=True, below=("told", YES))
    reference = forms.text("Their reference (optional)")
    remark = forms.long_text("Anything to note (optional)", rows=3)
    note = forms.long_text("Why need they not be told?", rows=3)

    def offer(self, case: Case) -> None:
        """Those that matter now, the policy's list, all others; last, of whom it is recorded."""
        pressed = [body for body, _since in pressing(case.policy, case.facts)]
        rest = [body for body in bodies(case.policy) if body not in pressed]
        offered = {body.key: f"{body.text} – what is known calls for it" for body in pressed}
        offered |= {point.key: point.text for point in others(case.policy)}
        offered |= {body.key: body.text for body in rest}
        done = {key: " – considered" for key in offered if considered(case.facts, key)}
        ordered = sorted(offered, key=done.__contains__)
        self.key.choices = forms.choices({key: offered[key] + done.get(key, "") for key in ordered})

    def left(self, case: Case) -> int:
        """How many are still to be considered after this one."""
        return len({*to_consider(case.policy, case.facts)} - {self.key.data})

    def to_input(self, _case: Case) -> consider_others.ConsiderOthers:
        """The action's input; what belongs to the other answer is left out.

        Told, but no time given, is refused.
        """
        if self.told.data == NO:
            return consider_others.ConsiderOthers(self.key.data, None, note=self.note.data or "")
        if self.told_at.data is None:
            raise Refused("Enter when they were told", field="told_at")
        return consider_others.ConsiderOthers(
            self.key.data, self.told_at.data, self.reference.data or "", self.remark.data or ""
        )


class DisciplinaryForm(forms.PortalForm):
    """Begun, or why not."""

    begun = forms.radios(
        "Has disciplinary action begun?", {YES: "Yes", NO: "No"}, needed="Choose yes or no"
    )
    begun_on = forms.day("When did it begin?", past=True, below=("begun", YES))
    reference = forms.text("Reference (optional)", hint="Of the personnel file, without names.")
    why_not = forms.long_text("Why is no action taken?", rows=3)

    def to_input(self, _case: Case) -> record_disciplinary.RecordDisciplinary:
        """The action's input; what belongs to the other answer is left out."""
        if self.begun.data == YES:
            return record_disciplinary.RecordDisciplinary(
                begun=True, begun_on=self.begun_on.data, reference=self.reference.data or ""
            )
        return record_disciplinary.RecordDisciplinary(begun=False, why_not=self.why_not.data or "")
