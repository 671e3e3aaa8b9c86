"""What the pages of the report show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.rules.clock import regulator_clock
from portal.rules.submitting import to_explain
from portal.web import deciding
from portal.web.ico import report as reports
from portal.web.parts.clock_box import clock_box
from portal.web.parts.record import Answer as Line

if TYPE_CHECKING:
    from portal.regulators.form import Part
    from portal.web.ico.report import Change, Report
    from portal.web.parts.clock_box import ClockBox
    from portal.web.visiting import Case, Visit


@dataclass(frozen=True, slots=True)
class Found:
    """Words that may be personal data of somebody affected, and what to write instead."""

    part: str
    question: str
    words: str
    suggestion: str
    href: str


@dataclass(frozen=True, slots=True)
class PartLine:
    """One part in the list: how far it is."""

    title: str
    href: str
    done: bool
    words: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The report at a glance. Nothing in it stops anybody."""

    parts: tuple[PartLine, ...]
    missing: tuple[tuple[str, str], ...]
    """(question, address) of what should be answered and is not."""
    explain: tuple[str, ...]
    found: tuple[Found, ...]
    changes: tuple[Change, ...]
    follows_up: bool
    clock: ClockBox | None
    check_href: str
    sheet_href: str
    regulator: str
    phone: str
    hours: str
    report_url: str


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


def address(case: Case, report: Report, page: str = "") -> str:
    """The overview, or its 'check' and 'sheet'."""
    which = "follow_up" if report.follows_up else "initial"
    return deciding.address(f"portal_ico.{which}{f'_{page}' if page else ''}", case)


def part_address(case: Case, report: Report, part: Part) -> str:
    """The page of one part."""
    which = "follow_up" if report.follows_up else "initial"
    return deciding.address(f"portal_ico.{which}_part", case, part=part.key)


def after(case: Case, report: Report, part: Part) -> str:
    """The next part; after the last the overview."""
    place = report.form.parts.index(part) + 1
    if place == len(report.form.parts):
        return address(case, report)
    return part_address(case, report, report.form.parts[place])


def overview(visit: Visit, case: Case, report: Report) -> Overview:
    """Everything before the report is made."""
    facts, regulator = case.facts, report.form.regulator
    places = found(visit, case, report)
    clock = regulator_clock(facts)
    return Overview(
        parts=tuple(_line(case, report, part) for part in report.form.parts),
        missing=tuple(
            (question.title, f"{part_address(case, report, part)}#{question.key}")
            for part in report.form.parts
            for question in report.missing_in(part)
        ),
        explain=() if report.follows_up else to_explain(facts, case.policy, 0),
        found=places,
        changes=tuple(report.changes()),
        follows_up=report.follows_up,
        clock=None
        if report.follows_up
        else clock_box(
            start_at=clock.start, due_at=clock.due_at, now=visit.now, cautious=clock.cautious
        ),
        check_href=address(case, report, "check"),
        sheet_href=address(case, report, "sheet"),
        regulator=regulator.short_name,
        phone=regulator.phone,
        hours=regulator.hours,
        report_url=regulator.report_url,
    )


def found(visit: Visit, case: Case, report: Report) -> tuple[Found, ...]:
    """Where personal data of the people affected may stand."""
    places = {
        question.key: (part, question.title)
        for part in report.form.parts
        for question in part.questions
    }
    return tuple(
        Found(
            part=places[finding.field][0].key,
            question=places[finding.field][1],
            words=words,
            suggestion=finding.suggestion,
            href=f"{part_address(case, report, places[finding.field][0])}#{finding.field}",
        )
        for finding, words in reports.findings(visit, case, report)
    )


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


def _line(case: Case, report: Report, part: Part) -> PartLine:
    asked = report.asked_in(part)
    given = sum(bool(report.in_words(question)) for question in asked)
    lacking = len(report.missing_in(part))
    words = f"{given} of {len(asked)} answered"
    if lacking:
        words += f", {lacking} missing"
    return PartLine(part.title, part_address(case, report, part), not lacking, words)
