"""The report to the regulator that is being written: the record's answers, and what was typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from portal.desk import drafts
from portal.regulators import versions
from portal.regulators.answers import (
    Answer,
    asked,
    continued,
    in_words,
    missing,
    unknown_keys,
)
from portal.regulators.ico import prefill
from portal.regulators.news import news
from portal.regulators.pack import answers_in, words_in
from portal.regulators.sources import source
from portal.rules.regulator.submitting import next_number
from portal.rules.words import SubmissionKind
from portal.store import submissions
from portal.web.ico import details, siblings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from portal.regulators.details import SchoolDetails
    from portal.regulators.form import Form, FormQuestion, Part
    from portal.regulators.news import News
    from portal.web.visiting import Case, Visit

FORM = "_form"
"""In a draft: the version of the form that it was begun with."""

LEFT = "_left"
"""In a draft: how many answers were missing when it was last saved."""


def kind_of_draft(number: int) -> str:
    """Under which kind the draft of an incident's report of this number is kept."""
    return f"submission-{number}"


@dataclass(frozen=True, slots=True)
class Typed:
    """An answer that was written here, and what the record said then."""

    answer: Answer
    recorded: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Report:
    """One report as it stands."""

    number: int
    form: Form
    newer: Form | None
    """The form in use by now, where the draft was begun with another."""
    school: SchoolDetails
    draft: drafts.Draft
    offered: Mapping[str, Answer]
    """From the record and, in a follow-up, from the last report."""
    typed: Mapping[str, Typed]
    answers: Mapping[str, Answer]
    before: Mapping[str, str] | None
    """The last report in words, by question; None in a first report."""
    promised_at: datetime | None
    """When the last report said that the rest would follow."""

    @property
    def follows_up(self) -> bool:
        """Whether there was a report before."""
        return self.before is not None

    def part(self, key: str) -> Part | None:
        """One page of the form."""
        return next((part for part in self.form.parts if part.key == key), None)

    def asked_in(
        self, part: Part, said: Mapping[str, Answer] | None = None
    ) -> tuple[FormQuestion, ...]:
        """The questions of a part that apply; given what was just `said`."""
        applies = {question.key for question in asked(self.form, {**self.answers, **(said or {})})}
        return tuple(question for question in part.questions if question.key in applies)

    def missing_in(self, part: Part) -> tuple[FormQuestion, ...]:
        """The questions of a part that should be answered and are not."""
        lacking = missing(self.form, self.answers)
        return tuple(question for question in part.questions if question in lacking)

    def left_open(self) -> tuple[str, ...]:
        """Keys of what is 'not yet known' or has no answer: owed in a follow-up."""
        lacking = (question.key for question in missing(self.form, self.answers))
        return tuple(dict.fromkeys((*unknown_keys(self.answers), *lacking)))

    def origin(self, question: FormQuestion) -> str:
        """Where the answer comes from, in a few words; '' for none."""
        answer, typed = self.answers.get(question.key, Answer()), self.typed.get(question.key)
        if not answer.given:
            return ""
        if self.news(question).repeated:
            return "As in the last report."
        if typed is not None:
            return "Written here."
        return f"From {source(answer.from_fact)}." if answer.from_fact else ""

    def moved_on(self, question: FormQuestion) -> str:
        """What the record says by now, where it has changed since the answer was written here."""
        typed, offered = self.typed.get(question.key), self.offered.get(question.key, Answer())
        if typed is None or not offered.given:
            return ""
        if typed.recorded == _plain(offered) or _same(typed.answer, offered):
            return ""
        return in_words(question, offered)

    def in_words(self, question: FormQuestion) -> str:
        """The answer to a question as it is read."""
        return in_words(question, self.answers.get(question.key, Answer()))

    def news(self, question: FormQuestion) -> News:
        """The answer beside that of the last report, if there was one."""
        before = (self.before or {}).get(question.key, "")
        return news(question.key, before, self.in_words(question))

    def changes(self) -> Iterator[tuple[str, News]]:
        """What a follow-up says otherwise than the report before it, by question (DBRP-5.13)."""
        for question in asked(self.form, self.answers):
            if (found := self.news(question)).changed:
                yield question.title, found


def current(visit: Visit, case: Case) -> Report:
    """The next report of this incident, as far as this person has written it."""
    number, settings = next_number(case.facts), visit.services.settings
    kind = SubmissionKind.FOLLOW_UP if case.facts.submissions else SubmissionKind.INITIAL
    draft = drafts.unfinished(
        visit.session,
        visit.services.keyring,
        visit.here,
        visit.person_id,
        kind_of_draft(number),
        case.facts.incident_id,
    )
    newest = versions.in_use(settings)
    begun = draft.answers.get(FORM)
    form = versions.begun_with(settings, str(begun)) if begun else newest
    ours = details.school(visit, case)
    elsewhere = tuple(
        (each.school, there)
        for each, there in siblings.covered(visit, case, SubmissionKind.FOLLOW_UP)
    )
    offered = prefill(
        case.facts,
        ours,
        case.name_of,
        kind=kind,
        form=form,
        policy=case.policy,
        elsewhere=elsewhere,
    )
    last = submissions.last_submission(
        visit.session, visit.scope, case.found.key, case.facts.incident_id
    )
    if last is not None:
        shared = case.facts.submissions[-1].shared_from is not None
        offered = continued(answers_in(last.snapshot), offered, shared=shared)
    typed = {key: _typed(said) for key, said in draft.answers.items() if isinstance(said, dict)}
    return Report(
        number=number,
        form=form,
        newer=newest if newest.version != form.version else None,
        school=ours,
        draft=draft,
        offered=offered,
        typed=typed,
        answers={**offered, **{key: each.answer for key, each in typed.items()}},
        before=words_in(last.snapshot) if last else None,
        promised_at=case.facts.submissions[-1].promised_at if case.facts.submissions else None,
    )


def save(visit: Visit, report: Report, said: Mapping[str, Answer], *, take: str = "") -> None:
    """Keep what differs from what was offered; the rest goes on following the record.

    `take`: the question whose answer gives way to what the record says.
    """
    kept: dict[str, object] = {FORM: report.form.version}
    for key, answer in said.items():
        follows = key == take or _same(answer, report.offered.get(key))
        kept[key] = None if follows else _kept(answer, report, key)
    kept[LEFT] = len(missing(report.form, {**report.answers, **said}))
    visit.release()
    drafts.save(visit.services, visit.here, visit.person_id, report.draft, kept)


def take_newer_form(visit: Visit, report: Report) -> None:
    """Go on with the form in use: answers to questions that it still asks are kept."""
    visit.release()
    drafts.save(visit.services, visit.here, visit.person_id, report.draft, {FORM: None})


def discard(visit: Visit, report: Report) -> None:
    """Forget the draft: it has been sent."""
    drafts.discard(visit.services, visit.here, visit.person_id, report.draft.id)


def _same(answer: Answer, offered: Answer | None) -> bool:
    return _plain(answer) == _plain(offered)


def _kept(answer: Answer, report: Report, key: str) -> dict[str, object]:
    """The answer, and what the record said when it was written or last seen beside it."""
    before = report.typed.get(key)
    unchanged = before is not None and _same(before.answer, answer)
    recorded = before.recorded if before and unchanged else _plain(report.offered.get(key))
    return {**_plain(answer), "recorded": recorded}


def _plain(answer: Answer | None) -> dict[str, object]:
    said = answer or Answer()
    return {
        "text": said.text.strip(),
        "chosen": sorted(said.chosen),
        "not_yet_known": said.not_yet_known,
        "promised_on": said.promised_on.isoformat() if said.promised_on else None,
    }


def _typed(said: Mapping[str, object]) -> Typed:
    chosen, promised, recorded = said.get("chosen"), said.get("promised_on"), said.get("recorded")
    answer = Answer(
        text=str(said.get("text", "")),
        chosen=tuple(map(str, chosen)) if isinstance(chosen, list) else (),
        not_yet_known=bool(said.get("not_yet_known")),
        promised_on=date.fromisoformat(promised) if isinstance(promised, str) else None,
    )
    return Typed(answer, recorded if isinstance(recorded, dict) else {})
