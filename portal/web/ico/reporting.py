"""Writing the report to the ICO, part by part, checking it, and recording that it was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, redirect, request

from portal.actions import submit_follow_up, submit_initial
from portal.desk import can
from portal.rules.clock import regulator_clock
from portal.rules.regulator.submitting import (
    closure_statement,
    is_late,
    offered_reasons,
    to_explain,
)
from portal.rules.reporting.linked import covered_by
from portal.store import decisions
from portal.web import deciding
from portal.web.access import current_case, current_visit, does
from portal.web.acting import act, stale
from portal.web.frame import render
from portal.web.ico import begun, covering, personal, views
from portal.web.ico import report as reports
from portal.web.ico.area import blueprint
from portal.web.ico.made_form import TYPED, made_form
from portal.web.ico.overview import overview
from portal.web.ico.part_form import part_form
from portal.web.parts.form import PortalForm
from tenants.regulator import ICO

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from portal.rules.outcome import AnyAction
    from portal.web.ico.made_form import MadeForm
    from portal.web.visiting import Case, Visit


TOLD = f"It is recorded that the {ICO} was told. The PDF of the report is being made."
ON_ITS_WAY = f"The report is on its way to the {ICO} by e-mail. You are told if it does not arrive."


@blueprint.get("/report-to-ico")
@does(submit_initial.ACTION)
def initial(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """The first report: its parts, what is missing, and the way on."""
    return _overview(submit_initial.ACTION)


@blueprint.get("/follow-up-to-ico")
@does(submit_follow_up.ACTION)
def follow_up(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """A follow-up: the same, with what has changed since the last report."""
    return _overview(submit_follow_up.ACTION)


@blueprint.route("/report-to-ico/<part>", methods=["GET", "POST"])
@does(submit_initial.ACTION)
def initial_part(slug: str, incident_id: UUID, part: str) -> ResponseReturnValue:
    """One part of the first report."""
    return _part(submit_initial.ACTION, part)


@blueprint.route("/follow-up-to-ico/<part>", methods=["GET", "POST"])
@does(submit_follow_up.ACTION)
def follow_up_part(slug: str, incident_id: UUID, part: str) -> ResponseReturnValue:
    """One part of a follow-up."""
    return _part(submit_follow_up.ACTION, part)


@blueprint.route("/report-to-ico/check", methods=["GET", "POST"])
@does(submit_initial.ACTION)
def initial_check(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Check the first report, and record that it was made."""
    return _check(submit_initial.ACTION)


@blueprint.route("/follow-up-to-ico/check", methods=["GET", "POST"])
@does(submit_follow_up.ACTION)
def follow_up_check(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Check a follow-up, and record that it was made."""
    return _check(submit_follow_up.ACTION)


@blueprint.post("/report-to-ico/newer-form")
@does(submit_initial.ACTION)
def initial_newer_form(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Go on with the regulator's newer form."""
    return _newer_form(submit_initial.ACTION)


@blueprint.post("/follow-up-to-ico/newer-form")
@does(submit_follow_up.ACTION)
def follow_up_newer_form(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """The same for a follow-up."""
    return _newer_form(submit_follow_up.ACTION)


@blueprint.post("/report-to-ico/go-on")
@does(submit_initial.ACTION)
def initial_go_on(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Go on with what somebody else has written of it."""
    return _go_on(submit_initial.ACTION)


@blueprint.post("/follow-up-to-ico/go-on")
@does(submit_follow_up.ACTION)
def follow_up_go_on(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """The same for a follow-up."""
    return _go_on(submit_follow_up.ACTION)


def _overview(action: AnyAction) -> ResponseReturnValue:
    visit, case = current_visit(), current_case()
    if not _possible(action, case):
        return stale(case)
    report = reports.current(visit, case)
    return render(
        "portal/ico/overview.html",
        title=views.title(report),
        section=case.facts.reference,
        back=deciding.address("portal_incident.show", case),
        due=deciding.due(visit, case, views.duty(report)),
        shown=overview(visit, case, report),
        form=PortalForm(),
        case=case,
    )


def _newer_form(action: AnyAction) -> ResponseReturnValue:
    visit, case = current_visit(), current_case()
    if not _possible(action, case):
        return stale(case)
    report = reports.current(visit, case)
    if PortalForm().validate_on_submit():
        reports.take_newer_form(visit, report)
    return redirect(views.address(case, report), 303)


def _go_on(action: AnyAction) -> ResponseReturnValue:
    visit, case = current_visit(), current_case()
    if not _possible(action, case):
        return stale(case)
    report = reports.current(visit, case)
    if PortalForm().validate_on_submit():
        begun.go_on(visit, case, report)
    return redirect(views.address(case, report), 303)


def _part(action: AnyAction, key: str) -> ResponseReturnValue:
    visit, case = current_visit(), current_case()
    if not _possible(action, case):
        return stale(case)
    report = reports.current(visit, case)
    part = report.part(key)
    if part is None:
        abort(404)
    form = part_form(report.asked_in(part), report)
    if form.validate_on_submit():
        take = request.form.get("take", "")
        said = form.answers()
        reports.save(visit, report, said, take=take)
        if not set(report.asked_in(part, said)) <= set(form.questions):  # more has opened here
            return redirect(request.path, 303)
        return redirect(views.after(case, report, part, take), 303)
    page = render(
        "portal/ico/part.html",
        title=part.title,
        section=case.facts.reference,
        back=views.address(case, report),
        number=report.form.parts.index(part) + 1,
        parts=len(report.form.parts),
        lines=views.lines(visit, case, report, part),
        together=[each.school for each in case.facts.linked if not each.ended],
        form=form,
        case=case,
    )
    return page, 422 if form.is_submitted() else 200


def _check(action: AnyAction) -> ResponseReturnValue:
    visit, case = current_visit(), current_case()
    if not _possible(action, case):
        return _sent_before(visit, case)
    report = reports.current(visit, case)
    found = views.found(visit, case, report)
    form = _made_form(visit, case, report, len(found))
    named = covered_by(case.facts, form.said_kind)
    covered = covering.covered(visit, case, form.said_kind)
    return act(
        action,
        form,
        "portal/ico/check.html",
        done=ON_ITS_WAY if form.mailed else TOLD,
        next_endpoint="portal_ico.made",
        then=lambda: reports.discard(visit, report),
        along=lambda: covering.shared_at(visit, case, covered),
        covered=covered,
        elsewhere=[each for each in named if each not in covered],
        ended=[each for each in case.facts.linked if each.ended],
        going_on=[each for each in case.facts.linked if not each.ended],
        title="Check and record the report",
        section=case.facts.reference,
        back=views.address(case, report),
        shown=overview(visit, case, report),
        answers=views.answers(case, report),
        due=deciding.due(visit, case, views.duty(report)),
    )


def _sent_before(visit: Visit, case: Case) -> ResponseReturnValue:
    """The same page sent twice leads to what it did; any other is older than the incident."""
    once = PortalForm().once_key()
    if decisions.find_once(visit.session, visit.scope, once) is None:
        return stale(case)
    return redirect(deciding.address(".made", case), 303)


def _made_form(visit: Visit, case: Case, report: reports.Report, places: int) -> MadeForm:
    facts, follows = case.facts, report.follows_up
    start = regulator_clock(facts).start
    typed = {name: request.form.get(name, "") for name in TYPED}
    places += len(personal.in_texts(visit, case, report, typed))
    return made_form(
        report,
        visit.now,
        places=places,
        explain=bool(places if follows else to_explain(facts, case.policy, places)),
        late=is_late(facts, visit.now),
        closed=lambda at: closure_statement(case.calendar, start, at),
        no_breach=facts.no_breach_reason,
        why_late=offered_reasons(facts),
        route=request.args.get("route", ""),
    )


def _possible(action: AnyAction, case: Case) -> bool:
    return can.is_possible(action, case.facts, case.policy)
