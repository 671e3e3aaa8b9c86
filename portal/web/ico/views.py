"""What the pages of the report show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.regulators.answers import asked
from portal.web import deciding
from portal.web.ico import personal
from portal.web.ico.freezing import DELAY
from portal.web.parts.record import Answer as Line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.regulators.form import Part
    from portal.web.ico.report import Report
    from portal.web.visiting import Case, Visit


@dataclass(frozen=True, slots=True)
class Found:
    """Words that may be personal data of somebody affected, and what to write instead."""

    key: str
    question: str
    words: str
    suggestion: str
    href: str


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """What stands beside one question on its page."""

    key: str
    found: tuple[Found, ...]
    moved_on: str
    """What the record says by now; '' where it says nothing new."""


def title(report: Report) -> str:
    """'Report to the ICO', 'Follow-up 1 to the ICO'."""
    short = report.form.regulator.short_name
    return (
        f"Follow-up {report.number - 1} to the {short}"
        if report.follows_up
        else (f"Report to the {short}")
    )


def duty(report: Report) -> str:
    """The kind of duty that it meets."""
    return "promised_follow_up" if report.follows_up else "submit_to_regulator"


def address(case: Case, report: Report, page: str = "", **more: str) -> str:
    """The overview, or its 'check', 'sheet' and 'phone'."""
    which = "follow_up" if report.follows_up else "initial"
    return deciding.address(f"portal_ico.{which}{f'_{page}' if page else ''}", case, **more)


def part_address(case: Case, report: Report, part: Part) -> str:
    """The page of one part."""
    which = "follow_up" if report.follows_up else "initial"
    return deciding.address(f"portal_ico.{which}_part", case, part=part.key)


def after(case: Case, report: Report, part: Part, taken: str = "") -> str:
    """The next part; after the last the overview; the same where something was taken over."""
    if taken:
        return f"{part_address(case, report, part)}#{taken}"
    place = report.form.parts.index(part) + 1
    if place == len(report.form.parts):
        return address(case, report)
    return part_address(case, report, report.form.parts[place])


def found(visit: Visit, case: Case, report: Report) -> tuple[Found, ...]:
    """Where personal data of the people affected may stand."""
    places = {
        question.key: (part, question.title)
        for part in report.form.parts
        for question in part.questions
    }
    return tuple(
        Found(
            key=finding.field,
            question=places[finding.field][1],
            words=words,
            suggestion=finding.suggestion,
            href=f"{part_address(case, report, places[finding.field][0])}#{finding.field}",
        )
        for finding, words in personal.findings(visit, case, report)
    )


def lines(visit: Visit, case: Case, report: Report, part: Part) -> tuple[QuestionLine, ...]:
    """The questions of a part, each with what was found in it and what the record says by now."""
    places = found(visit, case, report)
    return tuple(
        QuestionLine(
            question.key,
            tuple(each for each in places if each.key == question.key),
            report.moved_on(question),
        )
        for question in report.asked_in(part)
    )


def script(case: Case, report: Report) -> tuple[tuple[str, str], ...]:
    """What to say on the phone, in order: who rings, then what was answered."""
    facts, school = case.facts, report.school
    reference = next((each.reference for each in facts.submissions if each.reference), "")
    opening = [
        ("Who you are", f"{school.submitter.name}, for {school.controller or school.name}"),
        ("Why you ring", "To add to a report" if report.follows_up else "To report a breach"),
        ("Our reference", facts.reference),
        ("Their reference", reference),
    ]
    return tuple((asks, words) for asks, words in (*opening, *_spoken(report)) if words)


def _spoken(report: Report) -> Iterator[tuple[str, str]]:
    """The required questions, the four contents and why it is late, in the form's order; in a
    follow-up what is new.
    """
    if report.follows_up:
        for title, news in report.changes():
            yield title, news.new or f"No longer: {news.gone}"
        return
    for part in report.form.parts:
        for question in report.asked_in(part):
            if question.required or question.content or question.key == DELAY:
                yield question.title, report.in_words(question)


def already_told(report: Report) -> tuple[tuple[str, str], ...]:
    """What a follow-up repeats of the report before it, in case somebody asks: question, answer."""
    if not report.follows_up:
        return ()
    said = ((each.title, report.news(each).told) for each in asked(report.form, report.answers))
    return tuple((title, told) for title, told in said if told)


def answers(case: Case, report: Report) -> tuple[Line, ...]:
    """Every question that applies with its answer, and the way to change it."""
    return tuple(
        Line(
            question.title,
            report.in_words(question),
            f"{part_address(case, report, part)}#{question.key}",
        )
        for part in report.form.parts
        for question in report.asked_in(part)
    )
