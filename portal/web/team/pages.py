"""Who works at a service, trust or authority: the list, somebody new, and somebody who leaves."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import abort, flash, redirect, request, url_for

from portal.desk.school import leaving_team, team
from portal.errors import Refused
from portal.rules.school.team import WHAT_IT_IS, given_by, may_end
from portal.store.school.team import Member, list_team
from portal.web.access import current_visit, does
from portal.web.details import DetailsForm
from portal.web.frame import render
from portal.web.parts.when import counted
from portal.web.team.area import BOTH, blueprint, here, others, way
from portal.web.team.forms import LeaveForm, NewcomerForm
from tenants.calendar import uk_date
from tenants.change import Impossible, MayNot
from tenants.db import Scope, open_session
from tenants.permissions import Permission
from tenants.roles import TITLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.typing import ResponseReturnValue

    from portal.web.parts.form import PortalForm

__all__ = ["blueprint"]


@blueprint.get("/")
@does(Permission.KEEP_TEAM)
def index() -> ResponseReturnValue:
    """Everybody, what they are, whether they sign in, and at how many schools they are named."""
    visit, found = current_visit(), _people()
    ids = [one.person_id for one in found]
    named = team.named_at(visit.services, here().organisation_id, ids)
    return render(
        "portal/team/index.html",
        title=f"People of {here().name}",
        back=url_for("portal_home.schools"),
        here=here(),
        others=others(),
        lines=[(one, _titles(one), named.get(one.person_id, 0), _may_end(one)) for one in found],
        unreached=team.unreached(visit.services, here().organisation_id, ids),
        way=way,
    )


@blueprint.route("/new", methods=BOTH)
@does(Permission.KEEP_TEAM)
def add() -> ResponseReturnValue:
    """Somebody new, invited at once."""
    visit, form = current_visit(), NewcomerForm()
    form.offer(given_by(here().roles))
    if form.validate_on_submit():
        with _refused(form):
            team.add(
                visit.services,
                here(),
                form.newcomer(),
                by=visit.person_id,
                once=form.once_key(),
            )
        if not form.errors:
            flash(f"{form.name.data} is added, and gets an invitation by e-mail.", "success")
            return redirect(way("index"), 303)
    return _form(
        "portal/admin/form.html",
        form,
        title=f"Add somebody to {here().name}",
        button_text="Add and invite them",
    )


@blueprint.post("/<uuid:person_id>/invite")
@does(Permission.KEEP_TEAM)
def invite(person_id: UUID) -> ResponseReturnValue:
    """Send the invitation again."""
    visit, _one = current_visit(), _person(person_id)
    try:
        team.invite(visit.services, here(), person_id, by=visit.person_id)
    except Impossible as impossible:
        flash(impossible.sentence)
    else:
        flash("The invitation is on its way. An earlier one opens nothing any more.", "success")
    return redirect(way("index"), 303)


@blueprint.route("/<uuid:person_id>/details", methods=BOTH)
@does(Permission.KEEP_TEAM)
def details(person_id: UUID) -> ResponseReturnValue:
    """Correct their name, addresses, numbers, job title."""
    visit, one = current_visit(), _person(person_id)
    form = DetailsForm(obj=team.find_details(visit.services, here(), person_id))
    if form.validate_on_submit():
        with _refused(form):
            team.change_details(
                visit.services,
                here(),
                person_id,
                form.details(),
                by=visit.person_id,
                once=form.once_key(),
            )
        if not form.errors:
            flash("Saved.", "success")
            return redirect(way("index"), 303)
    return _form("portal/admin/form.html", form, title=f"Details of {one.name}")


@blueprint.route("/<uuid:person_id>/leave", methods=BOTH)
@does(Permission.KEEP_TEAM)
def leave(person_id: UUID) -> ResponseReturnValue:
    """All that they are here ends, once another officer is named wherever they were."""
    visit, one, form = current_visit(), _person(person_id), LeaveForm()
    named = team.named_at(visit.services, here().organisation_id, [person_id]).get(person_id, 0)
    able = team.successors(visit.services, here().organisation_id, person_id, uk_date(visit.now))
    owns = leaving_team.owns(visit.services, here().organisation_id, person_id)
    form.offer(able, needed=bool(named) or owns)
    if form.validate_on_submit():
        with _refused(form):
            left = _leave(person_id, form)
        if not form.errors:
            return redirect(_next(person_id, form, left), 303)
    return _form(
        "portal/team/leave.html",
        form,
        title=f"{one.name} leaves {here().name}",
        named=named,
        owns=owns,
        able=able,
        add=way("add"),
    )


def _leave(person_id: UUID, form: LeaveForm) -> int:
    """How many schools are left at which another officer is still to be named."""
    visit = current_visit()
    left = leaving_team.end(
        visit.services,
        here(),
        person_id,
        until_on=form.until_on(uk_date(visit.now)),
        successor=form.chosen(),
        by=visit.person_id,
        once=form.once_key(),
    )
    if left:
        flash(
            f"Another officer is named at the first schools. {counted(left, 'school')} left: "
            "send it again to go on. Nothing has ended yet."
        )
    else:
        flash("What they were here ends. Their schools are brought up to date.", "success")
    return left


def _next(person_id: UUID, form: LeaveForm, left: int) -> str:
    """The same page while schools are left; whoever has left has no list any more."""
    if left:
        return way("leave", person_id)
    is_gone = person_id == current_visit().person_id and form.when.data == "now"
    return url_for("portal_home.home") if is_gone else way("index")


def _form(template: str, form: PortalForm, **context: Any) -> ResponseReturnValue:
    page = render(template, form=form, back=way("index"), **context)
    return page, 422 if form.is_submitted() else 200


@contextmanager
def _refused(form: PortalForm) -> Iterator[None]:
    """What cannot be done is said beside its field; what is not theirs to do is a 403."""
    try:
        yield
    except Impossible as impossible:
        form.refuse(Refused(impossible.sentence, field=impossible.field))
    except MayNot:
        abort(403)


def _people() -> tuple[Member, ...]:
    scope, now = Scope.of(here().organisation_id), current_visit().now
    with open_session(current_visit().services.engine, scope) as session:
        return list_team(session, here().organisation_id, now)


def _person(person_id: UUID) -> Member:
    """One of those whom the person may take from the list."""
    found = next((one for one in _people() if one.person_id == person_id), None)
    if found is None and request.method == "POST":  # the same form once more, or somebody else's
        flash(f"{team.GONE}.")
        abort(redirect(way("index"), 303))
    if found is None:
        abort(404)
    if not _may_end(found):
        abort(403)
    return found


def _titles(one: Member) -> str:
    named = (WHAT_IT_IS.get(role, (TITLES[role],)) for role in one.roles)
    return ", ".join(title for title, *_ in named)


def _may_end(one: Member) -> bool:
    return may_end(here().roles, one.roles)
