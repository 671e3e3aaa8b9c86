"""The list of people, one person's page, their details, and invitations."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Final
from uuid import UUID

from flask import abort, request, url_for

from portal.desk import inviting
from portal.store import staff
from portal.store.staff import Status, Wanted
from portal.web.access import current_visit, does, shows
from portal.web.admin.changing import change_at_once, change_page
from portal.web.admin.people import absences, dpo, importing, joining, own, roles, shown
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
    DetailsForm,
    PersonForm,
    SearchForm,
    given,
    require_phone,
)
from portal.web.frame import render
from tenants import invitations, people
from tenants.calendar import uk_date
from tenants.db import uuid7
from tenants.permissions import Permission
from tenants.roles import Role

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from tenants.change import Altered, Apply

blueprints = (blueprint, away_blueprint, joining_blueprint)
__all__ = ["absences", "blueprints", "dpo", "importing", "joining", "own", "roles"]

STATUSES: Final = {
    Status.HERE: "Everybody",
    Status.AWAY: "Away",
    Status.WAITING: "Not signed in yet",
    Status.LEFT: "Have left",
}


@blueprint.get("/")
@shows(PEOPLE)
def index(slug: str) -> ResponseReturnValue:
    """By name, a page at a time; filters stand in the address, names never do."""
    wanted, after = Wanted(), None
    with suppress(ValueError):
        wanted = Wanted(Status(request.args.get("status", Status.HERE)))
    with suppress(ValueError):
        wanted = Wanted(wanted.status, Role(request.args.get("role", "")))
    with suppress(ValueError):
        after = UUID(request.args.get("after", ""))
    return _list(slug, wanted, SearchForm(), after)


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


@blueprint.route("/new", methods=BOTH)
@does(Permission.KEEP_PEOPLE)
def add(slug: str) -> ResponseReturnValue:
    """Add somebody, and invite them at once."""
    visit = current_visit()
    form = PersonForm(from_on=uk_date(visit.now), invite=True)
    person_id = uuid7()

    def apply(session: Session) -> Altered:
        require_phone([form.role.data], form.phone.data)
        altered = people.add_person(
            session,
            visit.here,
            person_id=person_id,
            name=form.name.data or "",
            email=form.email.data or "",
            phone=form.phone.data or "",
            job_title=form.job_title.data or "",
            role=Role(form.role.data),
            from_on=given(form.from_on),
        )
        if form.invite.data:
            session.flush()
            inviting.invite(session, visit.services, visit.here, person_id, by=visit.person_id)
        return altered

    return change_page(
        Permission.KEEP_PEOPLE,
        form,
        "portal/admin/form.html",
        lambda: apply,
        done="They are added, and get an invitation by e-mail."
        if form.invite.data
        else "They are added.",
        next_endpoint=PERSON,
        next_values=lambda ident: {"person_id": ident},
        title="Add somebody",
        back=url_for(LIST, slug=slug),
        button_text="Add them",
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

    def apply(session: Session) -> Altered:
        require_phone(found.roles, form.phone.data)
        return people.change_details(
            session,
            visit.here,
            person_id,
            today=uk_date(visit.now),
            **{name: form[name].data or "" for name in _DETAILS},
        )

    return change_page(
        Permission.KEEP_PEOPLE,
        form,
        "portal/admin/form.html",
        lambda: apply,
        done="Saved.",
        next_endpoint=PERSON,
        next_values=lambda _id: {"person_id": person_id},
        title=f"Details of {found.row.name}",
        back=url_for(PERSON, slug=slug, person_id=person_id),
    )


_DETAILS: Final = ("name", "email", "phone", "second_email", "job_title")


@blueprint.post("/<uuid:person_id>/invite")
@does(Permission.KEEP_PEOPLE)
def invite(slug: str, person_id: UUID) -> ResponseReturnValue:
    """Send an invitation, or send it again."""
    visit = current_visit()
    return _about(
        person_id,
        partial(
            inviting.invite,
            services=visit.services,
            school_id=visit.here,
            person_id=person_id,
            by=visit.person_id,
        ),
        "The invitation is on its way. An earlier one opens nothing any more.",
    )


@blueprint.post("/<uuid:person_id>/withdraw")
@does(Permission.KEEP_PEOPLE)
def withdraw(slug: str, person_id: UUID) -> ResponseReturnValue:
    """Take the invitation back."""
    visit = current_visit()
    apply = partial(
        invitations.withdraw_invitation,
        school_id=visit.here,
        person_id=person_id,
        now=visit.now,
    )
    return _about(person_id, apply, "The invitation is taken back.")


def _about(person_id: UUID, apply: Apply, done: str) -> ResponseReturnValue:
    if shown.own_person(current_visit(), person_id) is None:
        abort(404)
    return change_at_once(
        Permission.KEEP_PEOPLE, apply, done=done, next_endpoint=PERSON, person_id=person_id
    )
