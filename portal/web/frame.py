"""What surrounds every page: the page object, navigation, the error pages, template globals."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import current_app, g, has_request_context, render_template, request, url_for
from werkzeug.exceptions import HTTPException, Unauthorized
from werkzeug.routing import BuildError

from portal.rules.reporting import intake
from portal.store.visibility import SEES_ALL, SEES_FIGURES
from portal.web.parts import look, when, words
from portal.web.parts.page import (
    Brand,
    DangerContact,
    NamedDpo,
    NavItem,
    Page,
    PersonPage,
    SchoolPage,
)
from portal.web.parts.problems import EXPIRED, expired_while_typing, problem
from portal.web.standing_in import stand_in_now
from tenants.calendar import day_of
from tenants.permissions import MANAGERS
from tenants.regulator import ICO
from tenants.roles import IN_ONE_INCIDENT, TITLES, Role

if TYPE_CHECKING:
    from flask import Flask
    from flask.typing import ResponseReturnValue

    from portal.settings import Settings
    from portal.store.school.schools import School
    from portal.web.visiting import Case, Visit


DPOS = frozenset({Role.DPO, Role.DEPUTY_DPO})
RINGS = {
    Role.DSL: "the designated safeguarding lead",
    Role.DEPUTY_DSL: "the deputy safeguarding lead",
    Role.HEAD: "the Headteacher",
}


def prepare(app: Flask, url_prefix: str) -> None:
    """Templates, static files and filters of the portal; called once for an app."""
    look.mount(app, url_prefix)
    app.teardown_request(_close)
    app.jinja_env.filters.update(
        report_answers=words.report_answers,
        where_it_stands=words.where_it_stands,
        offers_anonymous=intake.may_be_anonymous,
        first_up=lambda text: text[:1].upper() + text[1:],
        long_day=lambda on: when.day(day_of(on)),
        role_title=TITLES.__getitem__,
    )


def _close(_error: BaseException | None) -> None:
    visit: Visit | None = g.pop("portal_visit", None)
    if visit is not None:
        visit.release()


def render(
    template: str,
    *,
    title: str,
    section: str = "",
    back: str = "",
    refresh_seconds: int = 0,
    **context: object,
) -> str:
    """A page of the portal. `section` stands in the window's title: a reference, no subject."""
    visit: Visit | None = g.get("portal_visit") if has_request_context() else None
    school = visit.school_shown if visit else None
    page = Page(
        title=title,
        school=school_page(school, _stand_in(visit)) if school else None,
        person=_person(visit) if visit else None,
        nav=_nav(visit) if visit and visit.person else (),
        brand=None if school else brand(),
        section=section,
        back=back,
        refresh_seconds=refresh_seconds,
        home=_home(visit),
    )
    return render_template(template, page=page, visit=visit, **context)


def school_page(school: School, stand_in: NamedDpo | None = None) -> SchoolPage:
    """The school with what every page of it shows: its named DPO, who stands in for them today, and
    whom to ring in danger.
    """
    return SchoolPage(
        slug=school.slug,
        name=school.name,
        accent=school.accent,
        dpo=NamedDpo(school.dpo.name, school.dpo.phone, school.dpo.email, stand_in)
        if school.dpo
        else None,
        danger_contacts=tuple(
            DangerContact(RINGS[contact.role], contact.phone, contact.name)
            for contact in school.danger_contacts
        ),
        closed=when.day(school.closed_on) if school.closed_on else "",
        statement=url_for("portal_front.accessibility", slug=school.slug),
    )


def _stand_in(visit: Visit | None) -> NamedDpo | None:
    """Who answers while the DPO is away; on a page of an incident nobody whom it concerns."""
    case: Case | None = g.get("portal_case") if has_request_context() else None
    if visit is None:
        return None
    instead = stand_in_now(visit, case)
    return NamedDpo(instead.name, instead.phone, instead.email) if instead else None


def brand() -> Brand:
    """Where no school gives the page its name, the service does."""
    settings: Settings = current_app.extensions["portal"].settings
    return Brand(settings.service_name)


def _person(visit: Visit) -> PersonPage | None:
    if visit.person is None:
        return None
    try:
        way_out = url_for("security.logout")
    except BuildError:  # a host with a sign-in of its own
        way_out = ""
    return PersonPage(visit.person.name, way_out, _own_page(visit))


def _own_page(visit: Visit) -> str:
    """What they are at their one school, and when they are away; else the list of their schools."""
    one = visit.relations[0] if len(visit.relations) == 1 else None
    if one is None or not one.roles - IN_ONE_INCIDENT - {Role.OVERSEER}:
        return url_for("portal_home.schools")
    return url_for("portal_away.index", slug=one.slug)


def only_oversees(visit: Visit) -> bool:
    """Whether the person's only relation to schools is oversight."""
    return bool(visit.relations) and all(r.roles == {Role.OVERSEER} for r in visit.relations)


def home_title(visit: Visit) -> str:
    """What their first page is to them."""
    if only_oversees(visit):
        return "Figures"
    return "Due next" if visit.viewer.sees_all_of else "Home"


def _nav(visit: Visit) -> tuple[NavItem, ...]:
    """The person's few places; at a school, those of the school."""
    items = [(home_title(visit), url_for("portal_home.home"))]
    if any(one.roles & DPOS for one in visit.relations):
        items.append((f"Due to the {ICO}", url_for("portal_due.index")))
    at_school = visit.school_id is not None and visit.roles - {Role.OVERSEER}
    if at_school or visit.own_school is not None:
        slug = visit.relations[0].slug
        items.append(("Report an incident", url_for("portal_reporting.start", slug=slug)))
        items.append(("Incidents", url_for("portal_home.incidents", slug=slug)))
        items.append(("Policy", url_for("portal_reading.show", slug=slug)))
        if visit.relations[0].roles & SEES_ALL:
            items.append(("Breach log", url_for("portal_school_log.whole", slug=slug)))
        elif visit.relations[0].roles & SEES_FIGURES:
            items.append(("Figures", url_for("portal_school_log.figures", slug=slug)))
        if visit.relations[0].roles & MANAGERS:
            items.append(("Manage school", url_for("portal_admin.show", slug=slug)))
    elif len(visit.relations) > 1:
        items.append(("Health of my schools", url_for("portal_health.index")))
    return tuple(NavItem(text, href, current=href == request.path) for text, href in items)


def _home(visit: Visit | None) -> str:
    return url_for("portal_home.home") if visit and visit.person else ""


def not_found(_error: Exception) -> ResponseReturnValue:
    """The same page for what does not exist and for what is another school's."""
    return problem_page(404)


def unauthorized(error: Unauthorized) -> ResponseReturnValue:
    """Nobody is signed in; a host's Flask-Login may have sent its own answer along."""
    return error.response if error.response is not None else problem_page(401)


def forbidden(_error: Exception) -> ResponseReturnValue:
    """You may see this, but the step is somebody else's."""
    return problem_page(403)


def problem_page(status: int) -> ResponseReturnValue:
    """An error page in the portal's words, with what was typed: it is nowhere else."""
    what, typed, again = problem(status), typed_here(), ""
    if typed and status == EXPIRED:
        what, again = expired_while_typing(), _same_page()
    page = render("portal/error.html", title=what.title, problem=what, typed=typed, again=again)
    return page, status


def _same_page() -> str:
    """Where the page that was sent is opened again; '' where it stands at another address."""
    rule = request.url_rule
    here = request.root_path + request.full_path.removesuffix("?")
    return here if rule and "GET" in (rule.methods or ()) else ""


def typed_here() -> list[str]:
    """The sentences of the form that was sent, unless another site's page sent it: its words would
    look like ours. None of what was too much to be read.
    """
    came_from = request.headers.get("Origin", request.host_url)
    if request.method != "POST" or urlsplit(came_from).netloc != request.host:
        return []
    try:
        said = request.form
    except HTTPException:
        return []
    return [text for texts in said.listvalues() for text in texts if " " in text.strip()]
