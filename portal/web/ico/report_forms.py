"""Forms of the report: one page for each part of the regulator's form, then how it was made."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, cast

from wtforms.validators import ValidationError

from portal.actions.submit_follow_up import SubmitFollowUp
from portal.actions.submit_initial import SubmitInitial
from portal.regulators.answers import Answer
from portal.rules.words import Route, SubmissionKind
from portal.web.ico.report import Report, freezing
from portal.web.parts import forms, when
from portal.web.parts.form import PortalForm
from tenants.calendar import UK, uk_date
from tenants.db import uuid7

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wtforms import Field

    from portal.regulators.form import FormQuestion
    from portal.web.visiting import Case

UNKNOWN = "_unknown"
DELAY = "delay"
"""The regulator's own question on lateness: what is answered there is not asked again."""
FOLLOW_UP_AFTER = timedelta(days=14)
END_OF_WORK = time(17)
"""What is promised for a day is due at five in the afternoon."""


class PartForm(PortalForm):
    """One part; the fields are the questions that apply."""

    questions: tuple[FormQuestion, ...] = ()

    def answers(self) -> dict[str, Answer]:
        """What was answered, by question."""
        return {question.key: self._answer(question) for question in self.questions}

    def _answer(self, question: FormQuestion) -> Answer:
        said = self[question.key].data
        unknown = question.key + UNKNOWN in self and bool(self[question.key + UNKNOWN].data)
        if question.type == "choices":
            return Answer(chosen=tuple(said or ()), not_yet_known=unknown)
        if question.type == "choice":
            return Answer(chosen=(said,) if said else (), not_yet_known=unknown)
        return Answer(said or "", not_yet_known=unknown)


def part_form(questions: Sequence[FormQuestion], report: Report) -> PartForm:
    """The form of one part, filled from the record or with what was typed before."""
    fields: dict[str, object] = {"questions": tuple(questions)}
    known: dict[str, object] = {}
    for question in questions:
        answer = report.answers.get(question.key, Answer())
        fields[question.key] = _field(question, _hint(question, answer, report))
        known[question.key] = _shown(question, answer)
        if question.required or question.content:
            fields[question.key + UNKNOWN] = forms.tick("This is not yet known")
            known[question.key + UNKNOWN] = answer.not_yet_known
    shape = cast("type[PartForm]", type("PartForm", (PartForm,), fields))
    return shape(data=known)


def _field(question: FormQuestion, hint: str) -> Field:
    options = {option.key: option.title for option in question.options}
    match question.type:
        case "choice":
            return forms.radios(question.title, options, needed=None, hint=hint)
        case "choices":
            return forms.checkboxes(question.title, options, hint=hint or "Choose all that apply.")
        case "long_text":
            return forms.long_text(question.title, hint=hint, most=8000)
        case _:
            return forms.text(question.title, hint=hint)


def _hint(question: FormQuestion, answer: Answer, report: Report) -> str:
    if not answer.given:
        return "" if question.required else "Optional."
    if answer.from_fact:
        return "From the record."
    if report.follows_up and report.offered.get(question.key) == answer:
        return "As in the last report."
    return ""


def _shown(question: FormQuestion, answer: Answer) -> object:
    if question.type == "choices":
        return list(answer.chosen)
    if question.type == "choice":
        return answer.chosen[0] if answer.chosen else None
    return answer.text


class MadeForm(PortalForm):
    """How and when it was made, and what is to follow."""

    route = forms.radios(
        "How did you send it?",
        {
            Route.WEB_FORM: "Through the ICO’s web form",
            Route.PHONE: "By phone",
            Route.EMAIL: "By e-mail",
        },
        needed="Choose how you sent it",
    )
    spoke_to = forms.text("Whom did you speak to?")
    done_at = forms.moment(
        "When did you send it?",
        past=True,
        hint="Leave this empty if you have only just done it. This time decides whether it was "
        "in time.",
    )
    reference = forms.text(
        "The ICO’s reference",
        hint="Leave this empty if you have not been given one yet.",
        most=60,
    )
    promised = forms.day("By when will you send what is still missing?")
    late_reasons = forms.long_text(
        "If it was sent after the 72 hours: why?",
        hint="You can also add this later. Do not wait with the report.",
    )
    closure_statement = forms.long_text(
        "What you say about the school holidays",
        hint="Holidays do not stop the 72 hours.",
        rows=3,
    )
    kind = forms.radios(
        "What kind of follow-up is it?",
        {
            SubmissionKind.FOLLOW_UP: "More information",
            SubmissionKind.NOT_A_BREACH: "It was not a breach after all",
        },
        needed="Choose what kind of follow-up it is",
    )
    reason = forms.long_text("Why does it go as it is?", hint="One line is enough.", rows=2)

    report: Report
    places: int = 0
    """How many places may hold personal data of the people affected."""

    def validate_promised(self, field: Field) -> None:
        """A promise is about a day to come."""
        assert self.now is not None  # noqa: S101 - given by the page
        if field.data is not None and field.data < uk_date(self.now):
            raise ValidationError("Choose a day that is still to come")

    def to_input(self, _case: Case) -> SubmitInitial | SubmitFollowUp:
        """The report as it was made. The time of recording is the page's."""
        promised: date | None = self.promised.data if "promised" in self else None
        by = datetime.combine(promised, END_OF_WORK, UK).astimezone(UTC) if promised else None
        said: dict[str, Any] = {
            "submission_id": uuid7(),
            "route": Route(self.route.data),
            "freeze": freezing(self.report),
            "reference": self.reference.data or "",
            "spoke_to": self._text("spoke_to"),
            "unknown": self.report.left_open(),
            "promised_at": by,
            "findings": self.places,
            "recorded_at": self.now,
            "reason": self._text("reason"),
        }
        if "kind" in self:
            return SubmitFollowUp(**said, kind=SubmissionKind(self.kind.data))
        return SubmitInitial(
            **said,
            late_reasons=self._text("late_reasons"),
            closure_statement=self._text("closure_statement"),
        )

    def _text(self, name: str) -> str:
        return (self[name].data or "") if name in self else ""


def made_form(
    report: Report,
    now: datetime,
    *,
    places: int,
    explain: bool,
    late: bool,
    closure: str,
    not_a_breach: bool,
) -> MadeForm:
    """The form with the questions that this report needs."""
    promised = when.uk(now + FOLLOW_UP_AFTER).date()
    kind = SubmissionKind.NOT_A_BREACH if not_a_breach else SubmissionKind.FOLLOW_UP
    why_late = report.answers.get(DELAY, Answer()).text
    data = {
        "promised": promised,
        "closure_statement": closure,
        "kind": kind,
        "late_reasons": why_late,
    }
    form = MadeForm(data=data, now=now)
    form.report, form.places = report, places
    wanted = {
        "promised": bool(report.left_open()),
        "late_reasons": late and not report.follows_up,
        "closure_statement": bool(closure) and not report.follows_up,
        "kind": report.follows_up,
        "reason": explain,
    }
    for name, needed in wanted.items():
        if not needed:
            del form[name]
    return form
