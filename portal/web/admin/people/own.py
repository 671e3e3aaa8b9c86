"""For everybody at a school: when I am away, how I am reached, what was decided for me."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final
from uuid import UUID

from flask import abort, request, url_for

from portal.desk.catalogue import actions
from portal.desk.school.absences import end_at, not_recorded_at, others
from portal.desk.school.own_address import own_scope
from portal.store.school import owing, people, staff
from portal.web.access import View, current_visit, does, shows
from portal.web.admin.changing import change_at_once, change_page
from portal.web.admin.people import shown
from portal.web.admin.people.absences import record
from portal.web.admin.people.area import BOTH
from portal.web.admin.people.area import away_blueprint as blueprint
from portal.web.admin.people.forms import OwnForm
from portal.web.frame import render
from portal.web.parts.typed import sent_id
from portal.web.parts.when import full
from portal.web.roles_held import require_phone
from tenants import absences
from tenants.calendar import uk_date
from tenants.db import Scope
from tenants.details import belongs_elsewhere, change_own_details
from tenants.models import Person
from tenants.permissions import Permission
from tenants.roles import IN_ONE_INCIDENT, TITLES, Role

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from portal.web.visiting import Visit
    from tenants.change import Altered
    from tenants.directory import Relation

MINE: Final = View(
    "own_absences",
    "One’s own absences, and what was decided for one meanwhile",
    frozenset(Role) - IN_ONE_INCIDENT - {Role.OVERSEER},
)
HOME: Final = "portal_away.index"


@blueprint.get("/")
@shows(MINE)
def index(slug: str) -> ResponseReturnValue:
    """My roles here, my numbers, my absences."""
    visit = current_visit()
    person = visit.session.get_one(Person, visit.person_id)
    elsewhere = _other_schools(visit)
    mine = staff.list_absences(visit.session, visit.scope, visit.person_id)
    lasting = [one for one in mine if one.until_at is None or one.until_at > visit.now]
    return render(
        "portal/admin/people/own.html",
        title="Your roles and absences",
        back=url_for("portal_home.schools"),
        roles=[TITLES[role] for role in Role if role in visit.roles],
        person=person,
        absences=shown.absence_lines(visit, visit.person_id, mine),
        several=bool(elsewhere),
        not_at=not_recorded_at(visit.services, elsewhere, lasting),
    )


@blueprint.route("/new", methods=BOTH)
@does(Permission.KEEP_OWN)
def add(slug: str) -> ResponseReturnValue:
    """I will be away."""
    visit = current_visit()
    return record(
        visit.person_id,
        Permission.KEEP_OWN,
        title="When are you away?",
        lead="While you are away, these decide for you:",
        back=url_for(HOME, slug=slug),
        next_endpoint=HOME,
        next_values={},
        elsewhere=_other_schools(visit),
    )


@blueprint.post("/<uuid:absence_id>/back")
@does(Permission.KEEP_OWN)
def return_early(slug: str, absence_id: UUID) -> ResponseReturnValue:
    """I am back, here or at all my schools; and this is what was decided for me."""
    visit = current_visit()
    found = staff.find_absence(visit.session, visit.scope, absence_id) or abort(404)
    places = _other_schools(visit) if "everywhere" in request.args else ()
    begun_at, role = found.from_at, found.role
    return change_at_once(
        Permission.KEEP_OWN,
        partial(
            absences.end_absence,
            school_id=visit.here,
            absence_id=absence_id,
            at=visit.now,
            person_id=visit.person_id,
        ),
        done="Welcome back. What you owe is yours again.",
        next_endpoint="portal_away.decided",
        then=partial(end_at, visit.services, places, visit.person_id, begun_at, role),
    )


@blueprint.get("/decided")
@shows(MINE)
def decided(slug: str) -> ResponseReturnValue:
    """Decisions that others took for me while I was away."""
    visit = current_visit()
    found = owing.list_done_for(
        visit.session,
        visit.scope,
        visit.viewer,
        staff.list_absences(visit.session, visit.scope, visit.person_id),
        visit.roles,
        before=sent_id(request.args.get("before")),
        limit=owing.PAGE + 1,
    )
    names = people.names(visit.session, {one.person_id for one in found if one.person_id})
    more = found[owing.PAGE - 1].id if len(found) > owing.PAGE else None
    return render(
        "portal/admin/people/decided.html",
        title="Decided for you while you were away",
        back=url_for(HOME, slug=slug),
        lines=found[: owing.PAGE],
        names=names,
        titles={name: action.title for name, action in actions().items()},
        roles=TITLES,
        when=full,
        more=url_for(".decided", slug=slug, before=more) if more else "",
    )


@blueprint.route("/numbers", methods=BOTH)
@does(Permission.KEEP_OWN)
def numbers(slug: str) -> ResponseReturnValue:
    """How I am reached besides the school's mail."""
    visit = current_visit()
    known = visit.session.get_one(Person, visit.person_id)
    form = OwnForm(name=known.name, phone=known.phone, second_email=known.second_email)
    if not _is_of_several(visit):
        del form.name
    return change_page(
        Permission.KEEP_OWN,
        form,
        "portal/admin/form.html",
        lambda: partial(_change_numbers, form=form, visit=visit),
        done="Saved.",
        next_endpoint=HOME,
        title="How you are reached",
        back=url_for(HOME, slug=slug),
        scope=_homes(visit),
    )


def _change_numbers(session: Session, *, form: OwnForm, visit: Visit) -> Altered:
    require_phone(visit.roles, form.phone.data)
    phone, second_email = form.phone.data or "", form.second_email.data or ""
    return change_own_details(
        session,
        visit.person_id,
        phone=phone,
        second_email=second_email,
        today=uk_date(visit.now),
        name=form.name.data if "name" in form else None,
    )


def _is_of_several(visit: Visit) -> bool:
    """Whether they belong to several organisations: then none of those changes their name."""
    home = visit.belongings[0].organisation_id if visit.belongings else visit.here
    return belongs_elsewhere(visit.session, home, visit.person_id, uk_date(visit.now))


def _homes(visit: Visit) -> Scope:
    """Where their own row is changed, and this school."""
    return Scope.of(*own_scope(visit.belongings, _other_schools(visit)).schools, visit.here)


def _other_schools(visit: Visit) -> tuple[Relation, ...]:
    return others(visit.services, visit.person_id, visit.here, visit.now)
