"""Report anonymously: nothing is stored before 'send', and nothing that says who sent it.

Each answer is posted with all answers before it, sealed; the reply is the next question. The
browser's own way back repeats a harmless request, and 'Back' on the page keeps what was typed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from flask import abort, redirect, request, url_for

from portal.actions import report_incident
from portal.desk.perform import Deed, perform
from portal.errors import Refused
from portal.rules.reporting import intake
from portal.store import decisions
from portal.store.school import schools
from portal.web.access import Draft, View, current_visit, does, shows, strangers_case
from portal.web.reporting import anonymous_pages as pages
from portal.web.reporting import codes, journey, limits
from portal.web.reporting.anonymous_pages import Trip
from portal.web.reporting.front import require_open
from portal.web.reporting.travelling import ONCE_MORE, TOO_LONG, from_this_browser, unpack
from portal.web.strangers import StrangersBlueprint

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from portal.web.parts.form import PortalForm
    from portal.web.visiting import Visit

blueprint = StrangersBlueprint(
    "portal_anonymous", __name__, url_prefix="/<slug>/report/anonymously"
)

ANONYMOUS = View("anonymous_start", "Begin an anonymous report", public=True)
ANSWERS = Draft("anonymous_answers", "Answers that travel in the form, never stored", public=True)


@blueprint.get("/")
@shows(ANONYMOUS)
def start(slug: str) -> ResponseReturnValue:
    """The first question of a new report."""
    visit = current_visit()
    require_open(visit)
    trip = _begin(visit)
    step = trip.steps[0]
    return pages.question(trip, step, pages.form(trip, step))


@blueprint.route("/<any(what, when, danger, whose, who):step>", methods=["GET", "POST"])
@does(ANSWERS)
def ask(slug: str, step: str) -> ResponseReturnValue:
    """Take one answer along, and ask the next question."""
    if request.method == "GET":
        return redirect(url_for(".start", slug=slug))
    trip = _go_on(current_visit())
    require_open(trip.visit, pages.typed(trip, step))
    form = pages.form(trip, step, posted=True)
    if problem := _problem(trip):
        return pages.question(trip, step, form, problem)
    match request.form.get("go"):
        case "change":
            return pages.question(trip.changing(), step, pages.form(trip, step))
        case "back":
            trip = trip.with_answer(step, form.typed())
            before = trip.before(step)
            return pages.question(trip, before, pages.form(trip, before))
    if not form.validate():
        return pages.question(trip, step, form)
    return _next_page(trip.with_answer(step, form.typed()), step)


@blueprint.route("/send", methods=["GET", "POST"])
@does(report_incident.ACTION, public=True)
def send(slug: str) -> ResponseReturnValue:
    """The only page on which anything is kept: the report, and a hash of its receipt code."""
    if request.method == "GET":
        return redirect(url_for(".start", slug=slug))
    trip = _go_on(current_visit())
    if (sent := _already_sent(trip)) is not None:
        return _done(trip, sent)
    require_open(trip.visit, pages.typed(trip))
    if problem := _problem(trip):
        return pages.check(trip, problem) if trip.answers else _restart(trip, problem)
    if (step := pages.first_unfit(trip)) is not None:
        return pages.question(trip, step, pages.form(trip, step, checked=True))
    if not limits.count(trip.visit, "report", limits.REPORTS):
        return pages.check(trip, limits.too_many(trip.visit), status=429)
    said = _said(trip)
    trip.visit.release()
    try:
        performed = perform(trip.visit.services, report_incident.ACTION, said, _deed(trip))
    except Refused as refusal:
        return pages.check(trip, refusal.sentence)
    return _done(trip, performed.incident_id)


def _begin(visit: Visit, parcel: dict[str, object] | None = None) -> Trip:
    """The journey at this school; 404 where its policy of today does not offer one."""
    adopted = schools.policy_today(visit.session, visit.scope, visit.here, visit.now)
    if adopted is None or not intake.may_be_anonymous(adopted[1]):
        abort(404)
    return Trip.of(visit, adopted[1], visit.roster, parcel or {"once": str(uuid4())})


def _go_on(visit: Visit) -> Trip:
    parcel = unpack(visit, pages.PURPOSE)
    trip = _begin(visit, parcel)
    return trip if parcel else trip.forgotten()


def _problem(trip: Trip) -> str:
    """Why this form is not taken; '' when it is."""
    if trip.is_forgotten:
        return TOO_LONG
    return "" if from_this_browser(trip.visit) else ONCE_MORE


def _next_page(trip: Trip, step: str) -> ResponseReturnValue:
    if trip.is_changing or step == trip.steps[-1]:
        unfit = pages.first_unfit(trip)
        if unfit is None:
            return pages.check(trip)
        return pages.question(trip, unfit, pages.form(trip, unfit, checked=True))
    following = trip.steps[trip.steps.index(step) + 1]
    return pages.question(trip, following, pages.form(trip, following))


def _restart(trip: Trip, problem: str) -> ResponseReturnValue:
    step = trip.steps[0]
    form: PortalForm = pages.form(trip, step)
    return pages.question(trip, step, form, problem)


def _said(trip: Trip) -> report_incident.ReportIncident:
    code = codes.code_of(trip.visit, trip.once)
    return journey.said(
        trip.answers, trip.policy, trip.roster, trip.visit.now, anonymous=True, receipt_code=code
    )


def _deed(trip: Trip) -> Deed:
    return Deed(trip.visit.here, None, once=trip.once)


def _already_sent(trip: Trip) -> UUID | None:
    """The incident that this very form has made; showing it again changes nothing."""
    found = decisions.find_once(trip.visit.session, trip.visit.scope, trip.once)
    return found.incident_id if found is not None else None


def _done(trip: Trip, incident_id: UUID) -> ResponseReturnValue:
    return pages.done(trip, strangers_case(trip.visit, incident_id))
