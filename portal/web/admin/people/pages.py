"""The list of people, one person's page, their details, and invitations."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Final
from uuid import UUID

from flask import abort, request, url_for

from portal.desk.school.correcting import correct
from portal.store.school import staff
from portal.store.school.staff import Status, Wanted
from portal.web.access import current_visit, does, shows
from portal.web.admin.changing import change_page
from portal.web.admin.people import (
    absences,
    adding,
    dpo,
    importing,
    joining,
    own,
    roles,
    shown,
)
from portal.web.admin.people.area import (
    BOTH,
    LIST,
    PEOPLE,
    PERSON,
    away_blueprint,
    blueprint,
    joining_blueprint,
)
from portal.web.admin.people.forms import (
    GIVEN,
    SearchForm,
)
from portal.web.details import DetailsForm
from portal.web.frame import render
from portal.web.parts.typed import sent_id
from portal.web.roles_held import require_phone
from tenants.permissions import Permission
from tenants.roles import Role

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from portal.web.admin.people.shown import Own
    from tenants.change import Altered

blueprints = (blueprint, away_blueprint, joining_blueprint)
__all__ = ["absences", "adding", "blueprints", "dpo", "importing", "joining", "own", "roles"]

STATUSES: Final = {
    Status.HERE: "Everybody",
    Status.AWAY: "Away",
    Status.WAITING: "Not signed in yet",
    Status.RETURNED: "Our e-mails come back",
    Status.LEFT: "Have left",
}


@blueprint.get("/")
@shows(PEOPLE)
def index(slug: str) -> ResponseReturnValue:
    """By name, a page at a time; filters stand in the address, names never do."""
    wanted = Wanted()
    with suppress(ValueError):
        wanted = Wanted(Status(request.args.get("status", Status.HERE)))
    with suppress(ValueError):
        wanted = Wanted(wanted.status, Role(request.args.get("role", "")))
    return _list(slug, wanted, SearchForm(), sent_id(request.args.get("after")))


@blueprint.post("/")
@does(Permission.KEEP_PEOPLE)
def find(slug: str) -> ResponseReturnValue:
    """Those whose name or address begins so."""
    form = SearchForm()
    form.validate_on_submit()
    return _list(slug, Wanted(word=form.word.data or ""), form, None)


def _list(slug: str, wanted: Wanted, form: SearchForm, after: UUID | None) -> ResponseReturnValue:
    visit = current_visit()
    found = staff.list_staff(
        visit.session, visit.scope, wanted, visit.now, after=after, limit=staff.PAGE + 1
    )
    more = ""
    if len(found) > staff.PAGE and not wanted.word:
        last = found[staff.PAGE - 1].person_id
        more = url_for(LIST, slug=slug, status=wanted.status, role=wanted.role, after=last)
    return render(
        "portal/admin/people/index.html",
        title="People",
        back=url_for("portal_admin.show", slug=slug),
        lines=found[: staff.PAGE],
        cut=bool(wanted.word) and len(found) > staff.PAGE,
        more=more,
        wanted=wanted,
        statuses=STATUSES,
        roles=GIVEN,
        keep_people=Permission.KEEP_PEOPLE,
        form=form,
    )


@blueprint.get("/<uuid:person_id>")
@shows(PEOPLE)
def person(slug: str, person_id: UUID) -> ResponseReturnValue:
    """Who somebody is, what they are here and when, and when they are away."""
    visit = current_visit()
    found = shown.person_page(visit, person_id) or abort(404)
    return render(
        "portal/admin/people/person.html",
        title=found.name,
        back=url_for(LIST, slug=slug),
        person=found,
        keeps=visit.may(Permission.KEEP_PEOPLE),
    )


@blueprint.route("/<uuid:person_id>/details", methods=BOTH)
@does(Permission.KEEP_PEOPLE)
def details(slug: str, person_id: UUID) -> ResponseReturnValue:
    """Correct name, addresses, numbers, job title."""
    visit = current_visit()
    found = shown.own_person(visit, person_id) or abort(404)
    form = DetailsForm(obj=found.row, job_title=found.job_title)
    return change_page(
        Permission.KEEP_PEOPLE,
        form,
        "portal/admin/form.html",
        lambda: partial(_correct, form=form, found=found),
        done="Saved.",
        next_endpoint=PERSON,
        next_values=lambda _id: {"person_id": person_id},
        title=f"Details of {found.row.name}",
        back=url_for(PERSON, slug=slug, person_id=person_id),
    )


def _correct(session: Session, *, form: DetailsForm, found: Own) -> Altered:
    visit = current_visit()
    require_phone(found.roles, form.phone.data)
    return correct(
        session, visit.services, visit.here, found.row.id, form.details(), by=visit.person_id
    )
