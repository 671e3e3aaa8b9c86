"""Answers to a form: what they say, which questions apply, and what is still missing (DBRP-5.12).

Nothing here stops a submission: a gap is pointed out and becomes a duty (DBRP-4.4, 5.13).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from portal.regulators.form import Content, Form, FormQuestion


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. `chosen` are option keys of a choice; `text` the rest, or a remark to them.

    `from_fact` names the filler that gave it, '' once a person has written it.
    """

    text: str = ""
    chosen: tuple[str, ...] = ()
    not_yet_known: bool = False
    from_fact: str = ""
    promised_on: date | None = None
    """The UK day by which what is not yet known will follow; None: with the rest (DBRP-5.13)."""

    @property
    def given(self) -> bool:
        """Whether it says anything; 'not yet known' does (DBRP-5.13)."""
        return self.not_yet_known or bool(self.text.strip() or self.chosen)


Draft = Mapping[str, Answer]
"""Answers by the key of the question."""

CONTENTS: Mapping[Content, str] = {
    "nature": "the nature of the breach, with categories and numbers of people and of records",
    "contact": "the name and contact details of the data protection officer",
    "consequences": "the likely consequences",
    "measures": "the measures taken or proposed",
}


def asked(form: Form, answers: Draft) -> tuple[FormQuestion, ...]:
    """The questions that apply, given the answers so far."""

    def applies(question: FormQuestion) -> bool:
        if question.when is None:
            return True
        other = answers.get(question.when.question)
        return other is not None and not set(other.chosen).isdisjoint(question.when.among)

    return tuple(question for question in form.questions() if applies(question))


def missing(form: Form, answers: Draft) -> tuple[FormQuestion, ...]:
    """Required questions and those of the four contents that have no answer yet."""
    return tuple(
        question
        for question in asked(form, answers)
        if (question.required or question.content) and not answers.get(question.key, Answer()).given
    )


def promised(answers: Draft) -> dict[str, date]:
    """The questions that are promised for a day of their own."""
    return {
        key: answer.promised_on
        for key, answer in answers.items()
        if answer.not_yet_known and answer.promised_on
    }


def unknown_keys(answers: Draft) -> tuple[str, ...]:
    """The questions answered 'not yet known': a follow-up is owed on them (DBRP-5.13)."""
    return tuple(key for key, answer in answers.items() if answer.not_yet_known)


FRESH_EACH_TIME = frozenset({"report_type", "case_reference"})
"""What each report says of itself."""


OF_THE_WHOLE = frozenset(
    {
        *("details", "causes", "how_found", "cyber", "discovered", "occurred"),
        *("categories_data", "records", "people", "categories_people"),
        *("consequences", "likelihood", "high_risk"),
    }
)
"""Fillers whose answer, in one report for several schools, one school's record cannot correct."""


def continued(before: Draft, recorded: Draft, *, shared: bool = False) -> dict[str, Answer]:
    """What a follow-up begins with: the record as it is now, else what the last report said.

    What a person wrote stays; 'not yet known' gives way to what the record knows by now. `shared`:
    the last report was made at another school, for this one too. What it said of the matter as a
    whole stays then as if it were written: here is known only what happened here.
    """
    answers = dict(recorded)
    for key, last in before.items():
        kept = shared and last.from_fact in OF_THE_WHOLE
        said = replace(last, from_fact="") if kept else last
        if said.not_yet_known and key in answers and answers[key].not_yet_known:
            answers[key] = replace(answers[key], promised_on=said.promised_on)
        written = not said.from_fact and not said.not_yet_known
        if said.given and (written or key not in answers) and key not in FRESH_EACH_TIME:
            answers[key] = said
    return answers


def in_words(question: FormQuestion, answer: Answer) -> str:
    """The answer as it is read: options in words, then the text."""
    if answer.not_yet_known and not answer.text.strip():
        return "Not yet known"
    chosen = "; ".join(question.option(key) for key in answer.chosen)
    return "\n".join(part for part in (chosen, answer.text.strip()) if part)
