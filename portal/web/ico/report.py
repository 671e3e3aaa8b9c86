"""The report to the regulator that is being written: the record's answers, and what was typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.desk import drafts
from portal.regulators.answers import (
    FRESH_EACH_TIME,
    Answer,
    asked,
    continued,
    in_words,
    missing,
    unknown_keys,
)
from portal.regulators.details import Contact, SchoolDetails
from portal.regulators.form import load_questions
from portal.regulators.ico import prefill
from portal.regulators.pack import Circumstances, answers_in, frozen_snapshot, words_in
from portal.regulators.personal_data import Finding, People, find
from portal.rules.addressees.people import from_json
from portal.rules.clock import regulator_clock
from portal.rules.responsibilities import trust_is_controller
from portal.rules.submitting import next_number
from portal.rules.words import SubmissionKind
from portal.store import subjects, submissions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from portal.regulators.form import Form, FormQuestion, Part
    from portal.rules.facts import Facts, Submission
    from portal.rules.submitting import Freeze
    from portal.web.visiting import Case, Visit

ABOUT_US = "about_you"
"""The part about school, reporter and DPO: their names and addresses belong there."""


@dataclass(frozen=True, slots=True)
class Change:
    """One question whose answer is another one than in the last report."""

    question: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Report:
    """One report as it stands."""

    number: int
    form: Form
    school: SchoolDetails
    draft: drafts.Draft
    offered: Mapping[str, Answer]
    """From the record and, in a follow-up, from the last report."""
    answers: Mapping[str, Answer]
    before: Mapping[str, str] | None
    """The last report in words, by question; None in a first report."""

    @property
    def follows_up(self) -> bool:
        """Whether there was a report before."""
        return self.before is not None

    def part(self, key: str) -> Part | None:
        """One page of the form."""
        return next((part for part in self.form.parts if part.key == key), None)

    def asked_in(self, part: Part) -> tuple[FormQuestion, ...]:
        """The questions of a part that apply."""
        applies = {question.key for question in asked(self.form, self.answers)}
        return tuple(question for question in part.questions if question.key in applies)

    def missing_in(self, part: Part) -> tuple[FormQuestion, ...]:
        """The questions of a part that should be answered and are not."""
        lacking = missing(self.form, self.answers)
        return tuple(question for question in part.questions if question in lacking)

    def left_open(self) -> tuple[str, ...]:
        """Keys of what is 'not yet known' or has no answer: owed in a follow-up."""
        lacking = (question.key for question in missing(self.form, self.answers))
        return tuple(dict.fromkeys((*unknown_keys(self.answers), *lacking)))

    def in_words(self, question: FormQuestion) -> str:
        """The answer to a question as it is read."""
        return in_words(question, self.answers.get(question.key, Answer()))

    def changes(self) -> Iterator[Change]:
        """What a follow-up says otherwise than the report before it (DBRP-5.13)."""
        for question in asked(self.form, self.answers):
            before, now = (self.before or {}).get(question.key, ""), self.in_words(question)
            if before != now and question.key not in FRESH_EACH_TIME:
                yield Change(question.title, before, now)


def current(visit: Visit, case: Case) -> Report:
    """The next report of this incident, as far as this person has written it."""
    number = next_number(case.facts)
    kind = SubmissionKind.FOLLOW_UP if case.facts.submissions else SubmissionKind.INITIAL
    school = _school(visit, case)
    offered = prefill(case.facts, school, case.name_of, kind=kind)
    last = submissions.last_submission(
        visit.session, visit.scope, case.found.key, case.facts.incident_id
    )
    if last is not None:
        offered = continued(answers_in(last.snapshot), offered)
    draft = drafts.unfinished(
        visit.session,
        visit.services.keyring,
        visit.here,
        visit.person_id,
        f"submission-{number}",
        case.facts.incident_id,
    )
    typed = {key: _answer(said) for key, said in draft.answers.items() if isinstance(said, dict)}
    return Report(
        number=number,
        form=load_questions(),
        school=school,
        draft=draft,
        offered=offered,
        answers={**offered, **typed},
        before=words_in(last.snapshot) if last else None,
    )


def save(visit: Visit, report: Report, said: Mapping[str, Answer]) -> None:
    """Keep what differs from what was offered; the rest goes on following the record."""
    kept = {
        key: None if _same(answer, report.offered.get(key)) else _plain(answer)
        for key, answer in said.items()
    }
    visit.release()
    drafts.save(visit.services, visit.here, visit.person_id, report.draft, kept)


def discard(visit: Visit, report: Report) -> None:
    """Forget the draft: it has been sent."""
    drafts.discard(visit.services, visit.here, visit.person_id, report.draft.id)


def findings(visit: Visit, case: Case, report: Report) -> tuple[tuple[Finding, str], ...]:
    """Where personal data of the people affected may stand, each with the words there."""
    texts = {
        question.key: answer.text
        for part in report.form.parts
        if part.key != ABOUT_US
        for question in report.asked_in(part)
        if (answer := report.answers.get(question.key)) and answer.text
    }
    ours = (report.school.dpo, report.school.submitter)
    allowed = [each for one in ours for each in (one.email, one.phone) if each]
    found = find(texts, People(_names(visit, case)), allowed)
    return tuple((each, texts[each.field][each.start : each.end]) for each in found)


def freezing(report: Report) -> Freeze:
    """How the snapshot of this report is made, once it is known how and when it was sent."""

    def freeze(facts: Facts, made: Submission) -> bytes:
        clock = regulator_clock(facts)
        circumstances = Circumstances(
            reference=facts.reference,
            number=made.number,
            kind=made.kind,
            route=made.route,
            done_at=made.done_at,
            clock_started_at=clock.start,
            due_at=clock.due_at,
            cautious=clock.cautious,
            submitted_by=report.school.submitter.name,
            regulator_reference=made.reference,
            late_reasons=made.late_reasons,
            promised_at=made.promised_at,
            spoke_to=made.spoke_to,
            closure_statement=made.closure_statement,
        )
        return frozen_snapshot(report.form, report.answers, report.school, circumstances).content

    return freeze


def _names(visit: Visit, case: Case) -> Iterator[tuple[str, str]]:
    """(forenames, surname) of each person affected and each contact."""
    stored = subjects.list_people(
        visit.session, visit.scope, case.found.key, case.facts.incident_id
    )
    for each in stored:
        person = from_json(each.body)
        for name in (person.name, *(contact.name for contact in person.contacts)):
            forenames, _, surname = name.rpartition(" ")
            yield forenames, surname


def _school(visit: Visit, case: Case) -> SchoolDetails:
    school = visit.school
    assert school is not None  # noqa: S101 - an incident is at a school
    me = next((one for one in case.roster.holders if one.person_id == visit.person_id), None)
    name = visit.person.name if visit.person else ""
    return SchoolDetails(
        name=school.name,
        address=school.address,
        dpo=Contact(school.dpo.name, school.dpo.email, school.dpo.phone)
        if school.dpo
        else Contact(""),
        submitter=Contact(name, me.email, me.phone) if me else Contact(name),
        controller="" if not trust_is_controller(case.policy) else school.name,
        registration=school.ico_registration,
    )


def _same(answer: Answer, offered: Answer | None) -> bool:
    return _plain(answer) == _plain(offered or Answer())


def _plain(answer: Answer) -> dict[str, object]:
    return {
        "text": answer.text.strip(),
        "chosen": sorted(answer.chosen),
        "not_yet_known": answer.not_yet_known,
    }


def _answer(said: Mapping[str, object]) -> Answer:
    chosen = said.get("chosen")
    return Answer(
        text=str(said.get("text", "")),
        chosen=tuple(map(str, chosen)) if isinstance(chosen, list) else (),
        not_yet_known=bool(said.get("not_yet_known")),
    )
