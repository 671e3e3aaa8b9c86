"""What was reported: the list, and the PDF of each report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import abort

from portal.actions import (
    answer_regulator,
    record_letter,
    record_reference,
    settle_delivery,
    submit_follow_up,
    submit_initial,
)
from portal.desk import can
from portal.regulators import versions
from portal.rules.regulator.letters import WROTE, unanswered
from portal.rules.regulator.submitting import was_late
from portal.rules.words import Delivery, Route, SubmissionKind
from portal.store import submissions
from portal.web import deciding
from portal.web.access import View, current_case, current_visit, shows
from portal.web.downloads import download
from portal.web.frame import render
from portal.web.ico.area import blueprint
from portal.web.parts import when
from portal.web.parts.progress import Progress
from tenants.regulator import ICO
from tenants.roles import IN_ONE_INCIDENT, Role

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from portal.rules.facts import RegulatorLetter, Submission
    from portal.rules.outcome import AnyAction
    from portal.web.visiting import Case

SUBMISSIONS = View(
    "submissions",
    f"What was reported to the {ICO}, with the PDF of each report",
    frozenset(Role) - IN_ONE_INCIDENT - {Role.OVERSEER, Role.ADMINISTRATOR},
)
KINDS = {
    SubmissionKind.INITIAL: "First report",
    SubmissionKind.FOLLOW_UP: "Follow-up",
    SubmissionKind.NOT_A_BREACH: "Not a breach after all",
    SubmissionKind.WITHDRAWAL: "Withdrawal",
}
ROUTES = {
    Route.WEB_FORM: "through the web form",
    Route.PHONE: "by phone",
    Route.EMAIL: "by e-mail",
}


@dataclass(frozen=True, slots=True)
class Made:
    """One report in words."""

    heading: str
    how: str
    in_time: str
    reference: str
    doubt: str
    """What looks unusual about the reference; '' for nothing."""
    follows: str
    delivery: str
    explanation: str
    href: str


@dataclass(frozen=True, slots=True)
class Received:
    """What the regulator wrote, in words."""

    heading: str
    text: str
    answer: str
    href: str
    """To answer it; '' where nothing waits for an answer."""


@blueprint.get("/ico-reports")
@shows(SUBMISSIONS)
def made(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Every report, newest first."""
    case = current_case()
    if not case.handles:
        abort(403)
    return render(
        "portal/ico/made.html",
        title=f"Reports to the {ICO}, and what it wrote",
        section=case.facts.reference,
        back=deciding.address("portal_incident.show", case),
        reports=[_made(case, each) for each in reversed(case.facts.submissions)],
        letters=[_received(case, each) for each in reversed(case.facts.regulator_letters)],
        evidence_href=deciding.address("portal_evidence.show", case),
        record_href=_href(record_letter.ACTION, case, ".letter"),
        report_href=_href(submit_initial.ACTION, case, ".initial"),
        reference_href=_href(record_reference.ACTION, case, ".reference"),
        follow_href=_href(submit_follow_up.ACTION, case, ".follow_up"),
        astray_href=_href(settle_delivery.ACTION, case, ".astray"),
        case=case,
    )


@blueprint.get("/ico-reports/<uuid:submission_id>.pdf")
@shows(SUBMISSIONS)
def pdf(slug: str, incident_id: UUID, submission_id: UUID) -> ResponseReturnValue:
    """The PDF; until a job has made it, a page that looks again by itself."""
    visit, case = current_visit(), current_case()
    if not case.handles:
        abort(403)
    if submission_id not in {each.id for each in case.facts.submissions}:
        abort(404)
    content = submissions.find_pdf(visit.session, visit.scope, case.found.key, submission_id)
    if content is None:
        return _being_made(case)
    number = next(each.number for each in case.facts.submissions if each.id == submission_id)
    name = f"{case.facts.reference}-report-{number}.pdf"
    return download(content, name)


def _being_made(case: Case) -> ResponseReturnValue:
    progress = Progress(total=1, done=0, one="document", verb="made")
    return render(
        "portal/ico/being_made.html",
        title="The PDF is being made",
        section=case.facts.reference,
        back=deciding.address(".made", case),
        refresh_seconds=progress.refresh_seconds,
        progress=progress,
        case=case,
    )


def _made(case: Case, report: Submission) -> Made:
    in_time = ""
    if report.kind is SubmissionKind.INITIAL:
        late = was_late(case.facts, report)
        reasons = report.late_reasons or "The reasons are still owed."
        in_time = f"After the 72 hours. {reasons}" if late else "Within the 72 hours."
    spoke = f", to {report.spoke_to}" if report.spoke_to else ""
    follows = ""
    if report.unknown and report is case.facts.submissions[-1]:
        by = f" by {when.day(when.uk(report.promised_at).date())}" if report.promised_at else ""
        follows = f"{when.counted(len(report.unknown), 'answer')} will follow{by}."
    return Made(
        heading=f"{report.number}. {KINDS[report.kind]}",
        how=f"{when.full(report.done_at)}, {ROUTES[report.route]}{spoke}, "
        f"by {case.name_of(report.by)}",
        in_time=in_time,
        reference=report.reference or "Awaited",
        doubt=_doubt(report.reference),
        follows=follows,
        delivery=_delivery(report),
        explanation=report.explanation,
        href=deciding.address(".pdf", case, submission_id=report.id),
    )


def _doubt(reference: str) -> str:
    """The regulator's references look alike; one that does not is kept all the same."""
    usual = versions.in_use(current_visit().services.settings).regulator
    if not reference or re.match(usual.reference_pattern, reference):
        return ""
    return f"Most references look like {usual.reference_example}. Please check it once more."


def _delivery(report: Submission) -> str:
    at = f" on {when.full(report.delivered_at)}" if report.delivered_at else ""
    said = {
        Delivery.WAITING: "The e-mail is on its way.",
        Delivery.SENT: f"The e-mail was accepted{at}.",
        Delivery.FAILED: f"The e-mail was refused{at}. The {ICO} has not been told.",
        Delivery.UNCERTAIN: f"Nobody knows whether the e-mail arrived. The {ICO} may not know.",
    }.get(report.delivery, "")
    if report.made_good_at:
        said = f"It counts from {when.full(report.made_good_at)}, when it was made again. {said}"
    return said


def _received(case: Case, letter: RegulatorLetter) -> Received:
    answer = ""
    waits = letter in unanswered(case.facts)
    if letter.answered_at:
        answer = f"Answered on {when.full(letter.answered_at)}: {letter.answer}"
    elif letter.answer_by:
        answer = f"It wants an answer by {when.full(letter.answer_by)}."
    return Received(
        heading=f"{when.full(letter.received_at)}: it {WROTE[letter.kind]}",
        text=letter.text,
        answer=answer,
        href=_href(answer_regulator.ACTION, case, ".answer") if waits else "",
    )


def _href(action: AnyAction, case: Case, endpoint: str) -> str:
    """The page of an action, for those who may do it now."""
    may = can.may(action, case.facts, case.policy, case.actor)
    return deciding.address(endpoint, case) if may else ""
