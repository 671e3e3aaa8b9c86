"""The report at a glance: how far it is, what is missing, what time is left. It stops nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.regulators.answers import CONTENTS
from portal.rules.clock import REGULATOR_PERIOD, cautious_start, earlier_awareness, regulator_clock
from portal.rules.ending.breach_log import filled
from portal.rules.ending.breach_log import missing as log_missing
from portal.rules.regulator.submitting import to_explain
from portal.web import deciding
from portal.web.controller import controlling_trust
from portal.web.ico.begun import by_another
from portal.web.ico.views import Found, address, found, part_address
from portal.web.parts import when
from portal.web.parts.clock_box import clock_box

if TYPE_CHECKING:
    from portal.regulators.form import Content, Part, Regulator
    from portal.regulators.news import News
    from portal.rules.clock import RegulatorClock
    from portal.rules.facts import Facts
    from portal.web.ico.report import Report
    from portal.web.parts.clock_box import ClockBox
    from portal.web.visiting import Case, Visit


@dataclass(frozen=True, slots=True)
class PartLine:
    """One part in the list: how far it is."""

    title: str
    href: str
    words: str


@dataclass(frozen=True, slots=True)
class Lacking:
    """One of the four contents, and the questions that it lacks: (question, address)."""

    words: str
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The report at a glance. Nothing in it stops anybody."""

    parts: tuple[PartLine, ...]
    contents: tuple[Lacking, ...]
    """The four contents that are not whole (DBRP-5.12), each with its questions."""
    missing: tuple[tuple[str, str], ...]
    """(question, address) of what else the form requires."""
    log: tuple[str, ...]
    """Headings of the breach log without an answer (DBRP-5.18)."""
    log_href: str
    explain: tuple[str, ...]
    found: tuple[Found, ...]
    changes: tuple[tuple[str, News], ...]
    follows_up: bool
    clock: ClockBox | None
    clocks: str
    """The cautious clock beside the real one, in words; '' where they are the same."""
    controller: str
    """That the report names a trust which the school has left; '' where it names no such."""
    begun: str
    """Who else has written how much of it, in a sentence; '' where nobody has."""
    go_on_href: str
    check_href: str
    sheet_href: str
    phone_href: str
    newer_href: str
    """To go on with a newer form; '' where there is none."""
    regulator: Regulator


def overview(visit: Visit, case: Case, report: Report) -> Overview:
    """Everything before the report is made."""
    facts = case.facts
    places = found(visit, case, report)
    clock = regulator_clock(facts)
    return Overview(
        parts=tuple(_line(case, report, part) for part in report.form.parts),
        contents=_contents(case, report),
        missing=_links(case, report, None),
        log=tuple(line.label for line in log_missing(filled(facts, case.policy, case.name_of))),
        log_href=deciding.address("portal_register.log", case),
        explain=() if report.follows_up else to_explain(facts, case.policy, 0),
        found=places,
        changes=tuple(report.changes()),
        follows_up=report.follows_up,
        clock=None
        if report.follows_up
        else clock_box(
            start_at=clock.start, due_at=clock.due_at, now=visit.now, cautious=clock.cautious
        ),
        clocks=_both_clocks(facts, clock),
        controller=_controller(visit, case, report.school.controller),
        begun=_begun(visit, case, report),
        go_on_href=address(case, report, "go_on"),
        check_href=address(case, report, "check"),
        sheet_href=address(case, report, "sheet"),
        phone_href=address(case, report, "phone"),
        newer_href=address(case, report, "newer_form") if report.newer else "",
        regulator=report.form.regulator,
    )


def _both_clocks(facts: Facts, clock: RegulatorClock) -> str:
    """Where awareness was declared later than the earliest credible moment, or moved: both."""
    start, lines = cautious_start(facts), []
    if not clock.cautious and start < clock.start:
        end = when.full(start + REGULATOR_PERIOD)
        lines.append(f"Counted cautiously, from {when.full(start)}, the 72 hours end on {end}.")
    if before := earlier_awareness(facts):
        moments = "; ".join(map(when.full, before))
        lines.append(f"Recorded before as aware since {moments}: the report says so.")
    return " ".join(lines)


def _begun(visit: Visit, case: Case, report: Report) -> str:
    begun = by_another(visit, case, report)
    if begun is None:
        return ""
    answers = "1 answer" if begun.written == 1 else f"{begun.written} answers"
    return (
        f"{case.roster.named(begun.person_id)} has begun this report and written {answers}, "
        f"last on {when.full(begun.at)}. Nothing of that stands here yet."
    )


def _controller(visit: Visit, case: Case, named: str) -> str:
    today = controlling_trust(visit, case.policy)
    if not named or (today and today.name == named):
        return ""
    return (
        f"When this was reported the school belonged to {named}, so the report names it as the "
        "controller. The school has left it since: agree with it who reports."
    )


def _contents(case: Case, report: Report) -> tuple[Lacking, ...]:
    """The four contents of Article 33(3), in their order, with what each lacks."""
    found = ((content, _links(case, report, content)) for content in CONTENTS)
    return tuple(Lacking(CONTENTS[content], links) for content, links in found if links)


def _links(case: Case, report: Report, content: Content | None) -> tuple[tuple[str, str], ...]:
    return tuple(
        (question.title, f"{part_address(case, report, part)}#{question.key}")
        for part in report.form.parts
        for question in report.missing_in(part)
        if question.content == content
    )


def _line(case: Case, report: Report, part: Part) -> PartLine:
    asked = report.asked_in(part)
    given = sum(bool(report.in_words(question)) for question in asked)
    lacking = len(report.missing_in(part))
    words = f"{given} of {len(asked)} answered"
    if lacking:
        words += f", {lacking} missing"
    return PartLine(part.title, part_address(case, report, part), words)
