"""Report an incident, signed in: one question a page, saved from the first page on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, url_for

from portal.actions import relate_incident, report_incident
from portal.desk import can, drafts
from portal.errors import Refused
from portal.rules.reporting import intake
from portal.web.access import Draft, View, current_case, current_visit, does, shows
from portal.web.frame import render
from portal.web.reporting import (
    anonymous,
    front,
    journey,
    outside,
    receipt,
    receipt_erased,
    reporter,
    told,
)
from portal.web.reporting.forms import CheckForm
from tenants.roles import IN_ONE_INCIDENT, Role

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

blueprint = Blueprint("portal_reporting", __name__, url_prefix="/<slug>/report")
blueprints = (
    blueprint,
    anonymous.blueprint,
    receipt.blueprint,
    receipt_erased.blueprint,
    front.blueprint,
    outside.blueprint,
)

ANYBODY_HERE = frozenset(Role) - IN_ONE_INCIDENT - {Role.OVERSEER}
REPORT_DRAFT = Draft("report", "A report that is being written", ANYBODY_HERE)
REPORTED = View("reported", "What happens after a report", ANYBODY_HERE)


@blueprint.get("/")
@shows(View("report_start", "Begin or go on with a report", ANYBODY_HERE))
def start(slug: str) -> ResponseReturnValue:
    """Go to the first question without an answer; say whom to tell while no policy is in force."""
    visit = current_visit()
    if visit.policy_today is None:
        return reporter.not_yet(visit)
    about = reporter.about(visit)
    step = journey.first_unanswered(about.policy, about.draft.answers)
    if about.draft.answers:
        flash("You began a report before, and it is saved. Go on with it, or delete it.")
    if step is None:
        return redirect(url_for(".check", slug=slug))
    return redirect(url_for(".ask", slug=slug, step=step))


@blueprint.route("/<any(how, what, when, danger, whose, who):step>", methods=["GET", "POST"])
@does(REPORT_DRAFT)
def ask(slug: str, step: str) -> ResponseReturnValue:
    """One question; each answer is saved before the next is asked."""
    visit = current_visit()
    about = reporter.about(visit, people=step in journey.ABOUT_PEOPLE)
    order = journey.steps(about.policy)
    if step not in order:
        abort(404)
    form = reporter.form(about, step, visit.now)
    if form.validate_on_submit():
        reporter.save(visit, about, step, form)
        return redirect(reporter.next_page(slug, order, step), 303)
    return reporter.question(visit, about, step, form)


@blueprint.route("/check", methods=["GET", "POST"])
@does(report_incident.ACTION)
def check(slug: str) -> ResponseReturnValue:
    """Check the answers, then send: the only page on which anything is decided."""
    visit, form = current_visit(), CheckForm()
    about = reporter.about(visit, people=True)
    if form.is_submitted() and (sent := reporter.already_sent(visit, about, form)):
        return redirect(url_for(".done", slug=slug, incident_id=sent), 303)
    if journey.first_unanswered(about.policy, about.draft.answers):
        return redirect(url_for(".start", slug=slug))
    if not form.validate_on_submit():
        return reporter.check_page(visit, about, form)
    try:
        performed = reporter.send(visit, about)
    except Refused as refusal:
        form.refuse(refusal)
        return reporter.check_page(visit, about, form)
    return redirect(url_for(".done", slug=slug, incident_id=performed.incident_id), 303)


@blueprint.post("/delete")
@does(REPORT_DRAFT)
def delete(slug: str) -> ResponseReturnValue:
    """Forget what was begun: nothing has been sent, so nothing is kept."""
    visit = current_visit()
    about = reporter.about(visit)
    drafts.discard(visit.services, visit.here, visit.person_id, about.draft.id)
    flash("What you wrote is deleted. Nothing was sent.")
    return redirect(url_for("portal_home.home"), 303)


@blueprint.get("/done/<uuid:incident_id>")
@shows(REPORTED)
def done(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """A reference, who has been told by name and role, what happens next and by when."""
    visit, case = current_visit(), current_case()
    return render(
        "portal/reporting/done.html",
        title="Thank you. It is reported.",
        section=case.facts.reference,
        told=told.told(visit, case),
        advice=told.advice(case.facts),
        promise=intake.good_faith_promise(case.policy),
        may_relate=can.may(relate_incident.ACTION, case.facts, case.policy, case.actor),
        case=case,
    )
