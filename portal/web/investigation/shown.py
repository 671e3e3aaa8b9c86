"""The investigation on one page, to read and to print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.rules.also_told.considered import bodies, considered, others, pressing
from portal.rules.ending.conclusion import review_points
from portal.rules.investigation.own_policies import policies_in_words
from portal.rules.investigation.steps import is_settled, recorded, steps
from portal.rules.responsibilities import disciplinary_readers, joins
from portal.store.reading import list_marks
from portal.web.deciding import address
from portal.web.investigation.workspace_shown import people_to_speak_to, workspace
from portal.web.parts.owed import listed
from portal.web.parts.record import Answer
from portal.web.parts.when import day, full
from tenants.roles import TITLES

if TYPE_CHECKING:
    from portal.rules.facts import Improvement, OutcomeReport, Question, Review
    from portal.web.visiting import Case, Visit

NOT_ASKED = "Not answered yet. The e-mail did not arrive: ring them, or ask again"
MOST_READ = 20
"""As many of the latest readings as a page shows."""


@dataclass(frozen=True, slots=True)
class ReportShown:
    """One outcome report with what became of it."""

    title: str
    report: OutcomeReport
    written: str
    assessed: str
    policies: str
    href: str
    """The report as PDF."""


@dataclass(frozen=True, slots=True)
class Investigation:
    """The page, top to bottom."""

    allocation: tuple[Answer, ...]
    steps: tuple[Answer, ...]
    questions: tuple[Answer, ...]
    people: tuple[Answer, ...]
    workspace: tuple[tuple[str, str, tuple[Answer, ...]], ...]
    """Heading, id and lines of each list that has any."""
    others: tuple[Answer, ...]
    reports: tuple[ReportShown, ...]
    improvements: tuple[Answer, ...]
    review: tuple[Answer, ...]
    disciplinary: tuple[Answer, ...]
    """Only for those who may read it."""


def may_read_disciplinary(case: Case) -> bool:
    """Whether this person is among the policy's readers."""
    return bool(case.actor.roles & disciplinary_readers(case.policy, case.facts))


def disciplinary_readings(visit: Visit, case: Case) -> tuple[str, ...]:
    """Who has read it, and when, newest first: for those who may read it (SIP-breach)."""
    marks = list_marks(visit.session, visit.scope, case.facts.incident_id, "disciplinary")
    return tuple(f"{case.name_of(person)}, {full(at)}" for person, at in marks[:MOST_READ])


def investigation(case: Case) -> Investigation:
    """Everything found out and concluded so far."""
    facts = case.facts
    return Investigation(
        allocation=_allocation(case),
        steps=tuple(
            Answer(f"{s.text} ({s.clause})", _step(case, s.key)) for s in steps(case.policy)
        ),
        questions=tuple(
            Answer(
                f"{each.text} – to {asked_of(case, each)}",
                each.answer or (NOT_ASKED if each.is_astray else "Not answered yet"),
            )
            for each in facts.questions
        ),
        people=people_to_speak_to(case),
        workspace=workspace(case),
        others=_others(case) if facts.considered or facts.awareness else (),
        reports=tuple(report_shown(case, each) for each in reversed(facts.outcome_reports)),
        improvements=tuple(
            Answer(each.what, _improvement(case, each)) for each in facts.improvements
        ),
        review=_review(case),
        disciplinary=_disciplinary(case) if may_read_disciplinary(case) else (),
    )


def _improvement(case: Case, found: Improvement) -> str:
    """Where it comes from, whom it trains, whose it is, and whether it is done."""
    taken = found.recommendation
    lines = [f"Recommended: {taken}"] if taken and taken != found.what else []
    lines += [f"Training for {found.training_for}."] if found.training_for else []
    lines.append(f"{case.name_of(found.owner)}, by {day(found.due_on)}.")
    done = f"Done {full(found.done_at)}. {found.note}" if found.done_at else "Open."
    return " ".join((*lines, done)).strip()


def _allocation(case: Case) -> tuple[Answer, ...]:
    found = case.facts.allocation
    if found is None:
        return ()
    lines = (
        Answer("Investigated by", case.name_of(found.lead)),
        Answer("Works on it with them", _joining(case)),
        Answer("Direction", found.direction),
        Answer("By", full(found.due_at)),
        Answer("Decided by", f"{case.name_of(found.by)}, {full(found.at)}"),
    )
    return tuple(line for line in lines if line.answer)


def _joining(case: Case) -> str:
    """Who joins at this severity, by role and name where somebody holds it (SIP-5c, SIP-6b)."""
    named = []
    for role in sorted(joins(case.policy, case.facts)):
        holders = (one.name for one in case.roster.holders if one.role is role)
        who = listed(dict.fromkeys(holders))
        named.append(f"{TITLES[role]} ({who})" if who else TITLES[role])
    return listed(named)


def _step(case: Case, key: str) -> str:
    entry = recorded(case.facts, key)
    if entry is None:
        return "On record" if is_settled(case.facts, key) else "Nothing is recorded yet"
    how = "Done" if entry.done else "Not appropriate"
    return f"{how}, {case.name_of(entry.by)}, {full(entry.at)}. {entry.note}".strip()


def asked_of(case: Case, question: Question) -> str:
    """To whom it was put, as far as they are named."""
    if question.to:
        return case.name_of(question.to)
    joined = {each.incident_id: each.reference for each in case.facts.joined}
    of = f"the reporter of {joined[question.of]}" if question.of in joined else "the reporter"
    return question.outside or of


def _others(case: Case) -> tuple[Answer, ...]:
    """The policy's list, the bodies that matter now, and whoever else was considered."""
    pressed = {body.key for body, _since in pressing(case.policy, case.facts)}
    wanted = [(point.key, point.text) for point in others(case.policy)]
    wanted += [
        (body.key, body.text)
        for body in bodies(case.policy)
        if body.key in pressed or considered(case.facts, body.key)
    ]
    return tuple(Answer(text, _other(case, key)) for key, text in wanted)


def _other(case: Case, key: str) -> str:
    entry = considered(case.facts, key)
    if entry is None:
        return "Not considered yet"
    told = f"Told {full(entry.told_at)}" if entry.told_at else "Need not be told"
    reference = f", reference {entry.reference}" if entry.reference else ""
    return f"{told}{reference}. {entry.note}".strip()


def report_shown(case: Case, report: OutcomeReport) -> ReportShown:
    """The report with what became of it, and the way to its paper."""
    name = "Interim report" if report.interim else "Outcome report"
    assessed = ""
    if report.assessed_at is not None and report.assessed_by is not None:
        what = "Accepted" if report.accepted else "Sent back"
        by = f"{case.name_of(report.assessed_by)}, {full(report.assessed_at)}"
        assessed = f"{what} by {by}. {report.assessment}".strip()
    return ReportShown(
        f"{name}, version {report.version}",
        report,
        f"{case.name_of(report.by)}, {full(report.at)}",
        assessed or ("" if report.interim else "Not assessed yet."),
        policies_in_words(report.policies, report.documents),
        address(
            "portal_investigation.report_pdf",
            case,
            number=1 + case.facts.outcome_reports.index(report),
        ),
    )


def _review(case: Case) -> tuple[Answer, ...]:
    found = case.facts.review
    if found is None:
        return ()
    words = {point.key: point.text for point in review_points(case.policy)}
    contract = _contract(found) if found.contract else ()
    not_kept = Answer(
        "Policies that were not kept", policies_in_words(found.policies, found.documents)
    )
    by = Answer("Reviewed by", f"{case.name_of(found.by)}, {full(found.at)}")
    points = (Answer(words.get(key, key), text) for key, text in found.findings)
    return (*points, not_kept, *contract, by)


def _contract(found: Review) -> tuple[Answer, ...]:
    """What the review found on the contract with the processor at fault (DBRP-5.25)."""
    dated = day(found.contract_on) if found.contract_on else "No date is recorded"
    return (Answer("Contract of", dated), Answer("The processor’s contract", found.contract))


def _disciplinary(case: Case) -> tuple[Answer, ...]:
    facts = case.facts
    lines = [Answer("Recorded", facts.disciplinary)] if facts.disciplinary else []
    if facts.review and facts.review.disciplinary:
        lines.append(Answer("Considered in the review", facts.review.disciplinary))
    return tuple(lines)
