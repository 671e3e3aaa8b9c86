"""The calendar: what is closed when, and getting ready for it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from flask import abort, url_for

from portal.desk.school.reach import require_somebody
from portal.desk.school.trial_alerts import send_test_alert
from portal.rules.school.facts import Checked
from portal.store.school import schools
from portal.store.school.facts import get_school_facts
from portal.web.access import current_visit, does, shows
from portal.web.admin.calendar import reading, shown
from portal.web.admin.calendar.area import CALENDAR, CLOSURE, LIST, blueprint
from portal.web.admin.calendar.forms import ClosureForm, CoverForm, covers
from portal.web.admin.changing import change_at_once, change_page
from portal.web.frame import render
from portal.web.parts import forms
from tenants import closures, registering
from tenants.calendar import uk_date
from tenants.permissions import Permission

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from portal.rules.school.facts import ClosureAhead, SchoolFacts
    from portal.web.visiting import Visit
    from tenants.change import Altered

__all__ = ["blueprint", "reading"]


@blueprint.get("/")
@shows(CALENDAR)
def index(slug: str) -> ResponseReturnValue:
    """Closures ahead, and the bank holidays of the school's nation."""
    visit = current_visit()
    names = {one.person_id: one.name for one in visit.roster.holders}
    calendar = schools.calendar(visit.session, visit.scope, visit.here)
    return render(
        "portal/admin/calendar/index.html",
        title="Term dates and closures",
        back=url_for("portal_admin.show", slug=slug),
        closures=shown.closures(_facts(visit), names),
        bank_holidays=shown.coming_bank_holidays(calendar, uk_date(visit.now)),
    )


@blueprint.route("/closures/new", methods=["GET", "POST"])
@does(Permission.KEEP_CALENDAR)
def add(slug: str) -> ResponseReturnValue:
    """Type in one closure."""
    visit, form = current_visit(), ClosureForm()
    form.cover.choices = forms.choices({"": "I do not know yet", **covers(visit.roster.holders)})

    def apply(session: Session) -> Altered:
        found, cover = form.found(), UUID(form.cover.data) if form.cover.data else None
        altered = closures.close_school(session, visit.here, found, cover_id=cover, now=visit.now)
        require_somebody(
            session, visit.here, found.from_on, found.until_on, visit.now, field="cover"
        )
        return altered

    return change_page(
        Permission.KEEP_CALENDAR,
        form,
        "portal/admin/form.html",
        lambda: apply,
        done="The closure is saved. Do what is left before it begins.",
        next_endpoint=CLOSURE,
        next_values=lambda closure_id: {"closure_id": closure_id},
        title="Add a closure",
        back=url_for(LIST, slug=slug),
        button_text="Save the closure",
    )


@blueprint.get("/closures/<uuid:closure_id>")
@shows(CALENDAR)
def closure(slug: str, closure_id: UUID) -> ResponseReturnValue:
    """One closure: who covers it, and what is still to do before it."""
    visit = current_visit()
    facts = _facts(visit)
    found = _closure(facts, closure_id)
    names = {one.person_id: one.name for one in visit.roster.holders}
    return render(
        "portal/admin/calendar/closure.html",
        title=f"Get ready: {found.title}",
        back=url_for(LIST, slug=slug),
        closure=found,
        days=shown.days(found.from_on, found.until_on),
        cover=names.get(found.cover, "") if found.cover else "",
        tasks=shown.tasks(found, facts),
    )


@blueprint.route("/closures/<uuid:closure_id>/cover", methods=["GET", "POST"])
@does(Permission.KEEP_CALENDAR)
def cover(slug: str, closure_id: UUID) -> ResponseReturnValue:
    """Name who covers a closure."""
    visit = current_visit()
    found = _closure(_facts(visit), closure_id)
    form = CoverForm(cover=str(found.cover or ""))
    form.cover.choices = forms.choices({"": "Choose …", **covers(visit.roster.holders)})

    return change_page(
        Permission.KEEP_CALENDAR,
        form,
        "portal/admin/form.html",
        lambda: partial(_name_cover, form, found),
        done="Saved. Now send a test alert, to see that it reaches them.",
        next_endpoint=CLOSURE,
        next_values=lambda closure_id: {"closure_id": closure_id},
        title=f"Who covers: {found.title}",
        back=url_for(CLOSURE, slug=slug, closure_id=closure_id),
        button_text="Save",
    )


@blueprint.post("/closures/<uuid:closure_id>/mailbox")
@does(Permission.KEEP_CALENDAR)
def mailbox(slug: str, closure_id: UUID) -> ResponseReturnValue:
    """Note that the DPO's mailbox is monitored during this closure (DBRP-6.1.1)."""
    visit = current_visit()
    _closure(_facts(visit), closure_id)
    return change_at_once(
        Permission.KEEP_CALENDAR,
        partial(
            registering.check,
            school_id=visit.here,
            what=Checked.MAILBOX,
            by=visit.person_id,
            now=visit.now,
            subject_id=closure_id,
        ),
        done="Noted: somebody looks into the mailbox during this closure.",
        next_endpoint=CLOSURE,
        closure_id=closure_id,
    )


@blueprint.post("/closures/<uuid:closure_id>/test-alert")
@does(Permission.KEEP_CALENDAR)
def test_alert(slug: str, closure_id: UUID) -> ResponseReturnValue:
    """Send the test alert to whoever covers the closure."""
    visit = current_visit()
    return change_at_once(
        Permission.KEEP_CALENDAR,
        partial(send_test_alert, school_id=visit.here, closure_id=closure_id, now=visit.now),
        done="The test alert is on its way. It counts once they have opened its link.",
        next_endpoint=CLOSURE,
        closure_id=closure_id,
    )


@blueprint.post("/closures/<uuid:closure_id>/remove")
@does(Permission.KEEP_CALENDAR)
def remove(slug: str, closure_id: UUID) -> ResponseReturnValue:
    """The school is open on these days after all."""
    visit = current_visit()
    return change_at_once(
        Permission.KEEP_CALENDAR,
        partial(closures.remove_closure, school_id=visit.here, closure_id=closure_id),
        done="The closure is removed. What was owed before it has lapsed.",
        next_endpoint=LIST,
    )


def _name_cover(form: CoverForm, found: ClosureAhead, session: Session) -> Altered:
    visit = current_visit()
    altered = closures.name_cover(session, visit.here, found.id, UUID(form.cover.data))
    require_somebody(session, visit.here, found.from_on, found.until_on, visit.now, field="cover")
    return altered


def _facts(visit: Visit) -> SchoolFacts:
    return get_school_facts(visit.session, visit.scope, visit.here, visit.now)


def _closure(facts: SchoolFacts, closure_id: UUID) -> ClosureAhead:
    """A closure that is not over; what is over, or another school's, is not found."""
    found = next((one for one in facts.closures if one.id == closure_id), None)
    return found or abort(404)
