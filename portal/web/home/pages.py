"""Home: what is due next, anywhere; and a school's incidents."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Blueprint, abort, redirect, request, url_for

from portal.store import duties
from portal.web.access import View, current_visit, shows
from portal.web.frame import home_title, only_oversees, render
from portal.web.home import oversight, views
from portal.web.home.incident_list import incident_list
from portal.web.home.schools import FEW, your_schools
from portal.web.parts.paging import position
from portal.web.routes import school_duty_href
from tenants.permissions import MANAGERS, Permission
from tenants.roles import IN_ONE_INCIDENT, Role

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from portal.store.school.schools import School
    from portal.web.visiting import Visit

blueprint = Blueprint("portal_home", __name__)

HOME = View("home", "Home: what is due next in all of one’s schools")
INCIDENTS = View(
    "incidents",
    "A school’s incidents, as far as one may see them",
    frozenset(Role) - IN_ONE_INCIDENT - {Role.OVERSEER},
)
OVERSEEN = "overseen"
"""In the address: only the figures, for whoever is something else at other schools."""
SCHOOLS = View("schools", "Your schools, to switch between")
SCHOOL_DUTY = View(
    "school_duty", "A duty of the school itself, on the page that meets it", INCIDENTS.who
)


@blueprint.get("/")
@shows(HOME)
def home() -> ResponseReturnValue:
    """Due next, at all schools or one; for oversight figures; for staff what they reported."""
    visit, at = current_visit(), request.args.get("school", "")
    overseen = oversight.overseen(visit)
    if only_oversees(visit) or (OVERSEEN in request.args and overseen.relations):
        return _figures(overseen)
    asked = request.args.get("whose", "")
    whose = views.Whose(asked) if asked in views.HEADINGS else None
    due = views.due_next(_at(visit, at), at, whose, position(request.args.get("after", "")))
    return render(
        "portal/home/home.html",
        title=f"{home_title(visit)} at {due.schools[0][1]}" if at else home_title(visit),
        at=at,
        due=due,
        few=FEW,
        adds=not visit.relations and visit.may(Permission.ADD_SCHOOL),
        unfinished=_unfinished(visit),
    )


def _figures(visit: Visit) -> str:
    word, apart = request.args.get("name", ""), 1 if OVERSEEN in request.args else None
    listed = oversight.figures(visit, word, request.args.get("after", ""))
    return render(
        "portal/home/figures.html",
        title="Figures",
        listed=listed,
        word=word,
        apart=apart,
        more=url_for(".home", overseen=apart, name=word or None, after=listed.next)
        if listed.next
        else "",
    )


def _at(visit: Visit, slug: str) -> Visit:
    """The visit of one of their schools alone, where its short name is given."""
    if not slug:
        return visit
    here = tuple(one for one in visit.relations if one.slug == slug)
    if not here:
        abort(404)
    return replace(visit, relations=here)


def _unfinished(visit: Visit) -> School | None:
    """The one school that this person manages, while no policy is in force there."""
    if visit.own_school is None or visit.own_school.adoption_id is not None:
        return None
    return visit.own_school if visit.relations[0].roles & MANAGERS else None


@blueprint.get("/schools")
@shows(SCHOOLS)
def schools() -> ResponseReturnValue:
    """All schools of the person, by name, searched and paged."""
    word = request.args.get("name", "")
    listed = your_schools(current_visit(), word, request.args.get("after", ""))
    return render(
        "portal/home/schools.html",
        title="Your schools",
        listed=listed,
        word=word,
        adds=current_visit().may(Permission.ADD_SCHOOL),
        keeps_team=current_visit().may(Permission.KEEP_TEAM),
        more=url_for(".schools", name=word or None, after=listed.next) if listed.next else "",
    )


@blueprint.get("/<slug>/duties/<uuid:duty_id>")
@shows(SCHOOL_DUTY)
def school_duty(slug: str, duty_id: UUID) -> ResponseReturnValue:
    """On to the page that meets a duty of the school itself: where home and reminders lead."""
    visit = current_visit()
    found = duties.find_school_duty(visit.session, visit.scope, duty_id)
    if found is None:
        abort(404)
    return redirect(school_duty_href(found.kind, found.subject, slug))


@blueprint.get("/<slug>/incidents/")
@shows(INCIDENTS)
def incidents(slug: str) -> ResponseReturnValue:
    """Newest first, a page at a time."""
    visit = current_visit()
    listed = incident_list(visit, before=position(request.args.get("before", "")))
    more = url_for(".incidents", slug=slug, before=listed.next) if listed.next else ""
    return render("portal/home/incidents.html", title="Incidents", listed=listed, more=more)
