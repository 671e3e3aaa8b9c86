"""The form of one part of the regulator's form: made from its questions, filled from the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from portal.regulators.answers import Answer
from portal.web.parts import forms
from portal.web.parts.form import PortalForm

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from wtforms import Field

    from portal.regulators.form import FormQuestion
    from portal.web.ico.report import Report

UNKNOWN, PROMISED, REMARK = "_unknown", "_promised", "_remark"


class PartForm(PortalForm):
    """One part; the fields are the questions that apply."""

    questions: tuple[FormQuestion, ...] = ()

    def answers(self) -> dict[str, Answer]:
        """What was answered, by question."""
        return {question.key: self._answer(question) for question in self.questions}

    def _answer(self, question: FormQuestion) -> Answer:
        said, key = self[question.key].data, question.key
        unknown = bool(self._data(key + UNKNOWN))
        promised = cast("date | None", self._data(key + PROMISED)) if unknown else None
        if not question.options:
            return Answer(said or "", not_yet_known=unknown, promised_on=promised)
        chosen = tuple(said or ()) if question.type == "choices" else (said,) if said else ()
        remark = str(self._data(key + REMARK) or "")
        return Answer(remark, chosen, not_yet_known=unknown, promised_on=promised)

    def _data(self, name: str) -> object:
        return self[name].data if name in self else None


def part_form(questions: Sequence[FormQuestion], report: Report) -> PartForm:
    """The form of one part, filled from the record or with what was typed before."""
    fields: dict[str, object] = {"questions": tuple(questions)}
    known: dict[str, object] = {}
    for question in questions:
        key, answer = question.key, report.answers.get(question.key, Answer())
        fields[key] = _field(question, _hint(question, report))
        known[key] = _shown(question, answer)
        if question.remark:
            fields[key + REMARK] = forms.long_text(question.remark, rows=2, most=8000)
            known[key + REMARK] = answer.text
        if question.required or question.content:
            fields[key + UNKNOWN] = forms.tick("This is not yet known")
            fields[key + PROMISED] = forms.day(
                "By which day will you know?",
                hint="Leave this empty to promise it with the rest.",
            )
            known[key + UNKNOWN] = answer.not_yet_known
            known[key + PROMISED] = answer.promised_on
    return PartForm.with_fields(fields)(data=known)


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


def _hint(question: FormQuestion, report: Report) -> str:
    return report.origin(question) or ("" if question.required else "Optional.")


def _shown(question: FormQuestion, answer: Answer) -> object:
    if question.type == "choices":
        return list(answer.chosen)
    if question.type == "choice":
        return answer.chosen[0] if answer.chosen else None
    return answer.text
