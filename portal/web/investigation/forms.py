"""What the pages of an investigation ask."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING
from uuid import UUID

from portal.actions import (
    add_information,
    answer_question,
    ask_question,
    complete_step,
    consider_others,
    record_disciplinary,
)
from portal.errors import Refused
from portal.notices.compose import usable
from portal.rules.joining import asked_beside
from portal.rules.others import bodies, considered, others, pressing
from portal.rules.responsibilities.investigation import questioners
from portal.rules.steps import is_settled, steps
from portal.rules.timescales import due
from portal.rules.words import Naming
from portal.web import people
from portal.web.parts import forms
from portal.web.parts.resting import RestingForm
from tenants.calendar import UK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portal.rules.facts import Intake, Question
    from portal.web.visiting import Case

END_OF_DAY = time(17)
REPORTER = "reporter"
OF = "reporter of "
OUTSIDE = "outside"
BY_MAIL = "reporter by mail"
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


class AskForm(forms.PortalForm):
    """Whom, what, by when."""

    to = forms.select("Whom do you ask?", needed="Choose whom to ask")
    outside = forms.text(
        "Which organisation? (only if you ask one outside the school)",
        hint="For example the processor whose system it is.",
    )
    email = forms.text(
        "Its e-mail address (optional)",
        kind="email",
        hint="We send it your question, and its reply becomes the answer. Leave this empty if you "
        "ring it yourself. Do not name anybody affected in the question.",
    )
    text = forms.long_text("Your question", needed="Write the question", rows=3)
    due_on = forms.day(
        "By when do you need the answer? (optional)",
        hint="The end of the school day. Without a date, the time of your policy counts.",
    )

    def offer(self, case: Case, emails: Mapping[str, str]) -> None:
        """The people of the school, and reporters whom nobody names where there are any."""
        offered = {"": "Choose …", **_reporter(case.facts.intake)}
        for each in case.facts.joined:
            if each.naming is not Naming.NAMED:
                offered[f"{OF}{each.incident_id}"] = f"The reporter of {each.reference}"
        offered |= {OUTSIDE: "A processor, or another organisation outside"}
        self.to.choices = forms.choices(offered | people.to_choose(case))
        responsible = case.facts.classification and case.facts.classification.responsible
        if responsible and not self.is_submitted():
            self.outside.data = responsible.name
            self.email.data = emails.get(responsible.name, "")

    def to_input(self, case: Case) -> ask_question.AskQuestion:
        """The action's input, with the policy's time where no day is given."""
        assert self.now is not None  # noqa: S101 - the page gives it
        on = self.due_on.data
        due_at = (
            datetime.combine(on, END_OF_DAY, tzinfo=UK)
            if on
            else due(case.policy, "answer_question", self.now, case.calendar)
        )
        chosen, text, told = self.to.data or "", self.text.data or "", case.facts.intake.outside
        if told is not None and chosen == BY_MAIL:
            return ask_question.AskQuestion(text, None, due_at, "the reporter", told.contact)
        outside = self.outside.data or "" if chosen == OUTSIDE else ""
        if chosen == OUTSIDE and not outside:
            raise Refused("Say which organisation", field="outside")
        of = UUID(chosen.removeprefix(OF)) if chosen.startswith(OF) else None
        to = None if of or chosen in {REPORTER, OUTSIDE} else UUID(chosen)
        email = self.email.data or "" if outside else ""
        return ask_question.AskQuestion(text, to, due_at, outside, email, of)


def _reporter(told: Intake) -> dict[str, str]:
    """How a reporter is asked who has no account, or is not named: by mail, or with the code.

    Whoever wrote by mail has no code.
    """
    if told.outside is None:
        unnamed = told.reporter.naming is not Naming.NAMED
        return {REPORTER: "The reporter, who is not named"} if unnamed else {}
    who, contact = told.outside.name or "Whoever told the school", told.outside.contact
    by_mail = {BY_MAIL: f"{who}, by e-mail to {contact}"} if usable(contact) else {}
    return by_mail | ({} if told.by_mail else {REPORTER: f"{who}, with their receipt code"})


class AnswerForm(forms.PortalForm):
    """The answer; which question, where there are several."""

    question = forms.radios("Which question?", needed="Choose the question")
    answer = forms.long_text("Your answer", needed="Write your answer", most=8000)
    only: Question | None = None

    def offer(self, asked: tuple[Question, ...]) -> None:
        """The questions that this person may answer."""
        self.question.choices = forms.choices({str(each.id): each.text for each in asked})
        if len(asked) == 1:
            self.only = asked[0]
            del self.question

    def to_input(self, case: Case) -> answer_question.AnswerQuestion:
        """The action's input."""
        chosen = self.only.id if self.only else UUID(self.question.data)
        beside = asked_beside(case.facts, chosen)
        return answer_question.AnswerQuestion(chosen, self.answer.data or "", beside=beside)


def to_answer(case: Case) -> tuple[Question, ...]:
    """The open questions put to this person; to who investigates, all that are open."""
    open_ = tuple(each for each in case.facts.questions if each.answered_at is None)
    mine = tuple(each for each in open_ if answer_question.is_asked(each, case.facts, case.actor))
    may_record = case.actor.roles & questioners(case.policy, case.facts)
    return mine or (open_ if may_record else ())


class StepForm(RestingForm):
    """One step, done or not appropriate."""

    key = forms.radios("Which step?", needed="Choose the step")
    done = forms.radios(
        "Is it done?", {YES: "Yes, it is done", NO: "It is not appropriate here"}, inline=True
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
        "Have they been told?", {YES: "Yes", NO: "No, they need not be told"}, inline=True
    )
    told_at = forms.moment("When were they told?", past=True)
    reference = forms.text("Their reference (optional)")
    note = forms.long_text("Why they need not be told, or anything to note", rows=3)

    def offer(self, case: Case) -> None:
        """Those that matter now, the policy's list, all others; with what has been recorded."""
        pressed = [body for body, _since in pressing(case.policy, case.facts)]
        rest = [body for body in bodies(case.policy) if body not in pressed]
        offered = {body.key: f"{body.text} – what is known calls for it" for body in pressed}
        offered |= {point.key: point.text for point in others(case.policy)}
        offered |= {body.key: body.text for body in rest}
        done = {key: " – considered" for key in offered if considered(case.facts, key)}
        self.key.choices = forms.choices(
            {key: text + done.get(key, "") for key, text in offered.items()}
        )

    def to_input(self, _case: Case) -> consider_others.ConsiderOthers:
        """The action's input; told, but no time given, is refused."""
        told_at = self.told_at.data if self.told.data == YES else None
        if self.told.data == YES and told_at is None:
            raise Refused("Enter when they were told", field="told_at")
        return consider_others.ConsiderOthers(
            self.key.data, told_at, self.reference.data or "", self.note.data or ""
        )


class DisciplinaryForm(forms.PortalForm):
    """Begun, or why not."""

    begun = forms.radios(
        "Has disciplinary action begun?", {YES: "Yes", NO: "No"}, needed="Choose yes or no"
    )
    begun_on = forms.day("When did it begin?", past=True)
    reference = forms.text("Reference (optional)", hint="Of the personnel file, without names.")
    why_not = forms.long_text("Why is no action taken?", rows=3)

    def to_input(self, _case: Case) -> record_disciplinary.RecordDisciplinary:
        """The action's input; what belongs to the other answer is left out."""
        if self.begun.data == YES:
            return record_disciplinary.RecordDisciplinary(
                begun=True, begun_on=self.begun_on.data, reference=self.reference.data or ""
            )
        return record_disciplinary.RecordDisciplinary(begun=False, why_not=self.why_not.data or "")
