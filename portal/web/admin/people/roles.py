"""A role more, a role less, and somebody who leaves: what they owe moves before they go."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from flask import abort, redirect, url_for

from portal.desk.school import leaving
from portal.rules.in_charge.owners import is_away
from portal.rules.in_charge.while_away import decides_after
from portal.store.school import owing
from portal.web.access import current_visit, does
from portal.web.admin.changing import change_page
from portal.web.admin.people import shown
from portal.web.admin.people.area import BOTH, PERSON, blueprint
from portal.web.admin.people.forms import LeaveForm, RoleForm
from portal.web.parts import forms
from portal.web.roles_held import EndForm, given, require_phone
from tenants import people
from tenants.calendar import uk_date
from tenants.permissions import Permission
from tenants.roles import TITLES, Role

if TYPE_CHECKING:
    from typing import Any

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from portal.web.admin.people.shown import Own
    from portal.web.visiting import Visit
    from tenants.change import Altered, Apply


@blueprint.route("/<uuid:person_id>/roles/new", methods=BOTH)
@does(Permission.KEEP_PEOPLE)
def add_role(slug: str, person_id: UUID) -> ResponseReturnValue:
    """One role more, from a day on."""
    visit = current_visit()
    own = shown.own_person(visit, person_id) or abort(404)
    form = RoleForm(from_on=uk_date(visit.now))
    return change_page(
        Permission.KEEP_PEOPLE,
        form,
        "portal/admin/form.html",
        lambda: partial(_add_role, form=form, own=own, here=visit.here),
        done="The role is saved. What it owes has moved to them as well.",
        next_endpoint=PERSON,
        next_values=lambda _id: {"person_id": person_id},
        title=f"A role for {own.row.name}",
        back=url_for(PERSON, slug=slug, person_id=person_id),
    )


def _add_role(session: Session, *, form: RoleForm, own: Own, here: UUID) -> Altered:
    require_phone([form.role.data], own.row.phone)
    return people.add_membership(
        session,
        here,
        own.row.id,
        Role(form.role.data),
        from_on=given(form.from_on),
        until_on=form.until_on.data,
        job_title=own.job_title,
    )


@blueprint.route("/<uuid:person_id>/roles/<uuid:membership_id>/end", methods=BOTH)
@does(Permission.KEEP_PEOPLE)
def end_role(slug: str, person_id: UUID, membership_id: UUID) -> ResponseReturnValue:
    """End one role; with the last one somebody leaves, which has a page of its own."""
    visit = current_visit()
    own = shown.own_person(visit, person_id) or abort(404)
    found = next((one for one in own.current if one.id == membership_id), None) or abort(404)
    if len(own.current) == 1:
        return redirect(url_for(".leave", slug=slug, person_id=person_id))
    form, today = EndForm(), uk_date(visit.now)
    return change_page(
        Permission.KEEP_PEOPLE,
        form,
        "portal/admin/form.html",
        lambda: partial(
            leaving.end_role,
            school_id=visit.here,
            membership_id=membership_id,
            until_on=form.until_on(today),
        ),
        done="The role ends. What it owes moves to whoever has it next.",
        next_endpoint=PERSON,
        next_values=lambda _id: {"person_id": person_id},
        title=f"{own.row.name}: no longer {TITLES[found.role]}",
        back=url_for(PERSON, slug=slug, person_id=person_id),
        button_text="End the role",
    )


@blueprint.route("/<uuid:person_id>/leave", methods=BOTH)
@does(Permission.KEEP_PEOPLE)
def leave(slug: str, person_id: UUID) -> ResponseReturnValue:
    """What they owe, who gets it, and the end of all their roles; nothing is left behind."""
    visit = current_visit()
    own = shown.own_person(visit, person_id) or abort(404)
    if not own.current:
        abort(404)
    theirs = leaving.list_own(visit.services, visit.here, person_id, for_whom=visit.person_id)
    form = _leave_form(visit, person_id, takes=bool(theirs))
    return change_page(
        Permission.KEEP_PEOPLE,
        form,
        "portal/admin/people/leave.html",
        lambda: _leave(visit, person_id, form),
        done=_left(own.row.name, form, handed_over=bool(theirs)),
        next_endpoint=PERSON,
        next_values=lambda _id: {"person_id": person_id},
        title=f"{own.row.name} leaves",
        back=url_for(PERSON, slug=slug, person_id=person_id),
        theirs=theirs,
        **_by_role(visit, own),
    )


def _left(name: str, form: LeaveForm, *, handed_over: bool) -> str:
    """What has moved already, and what moves only after a last day to come."""
    if form.when.data != "later":
        return f"{name} leaves. What they owed has moved, with a mail to whom."
    already = " What was theirs alone has moved already." if handed_over else ""
    return f"{name} leaves after the last day.{already} What their roles owe moves then."


def _leave_form(visit: Visit, person_id: UUID, *, takes: bool) -> LeaveForm:
    """Somebody is chosen only where there is something to take over."""
    form = LeaveForm()
    form.taker.choices = forms.choices({"": "Choose a person …", **_takers(visit, person_id)})
    if not takes:
        del form.taker
    return form


def _leave(visit: Visit, person_id: UUID, form: LeaveForm) -> Apply:
    chosen = form.taker.data if "taker" in form else ""
    return leaving.prepare(
        visit.services,
        visit.here,
        person_id,
        by=visit.person_id,
        until_on=form.until_on(uk_date(visit.now)),
        taker=UUID(chosen) if chosen else None,
    )


def _takers(visit: Visit, person_id: UUID) -> dict[str, str]:
    """Everybody of the school's own who comes near incidents, but whoever leaves."""
    found: dict[str, str] = {}
    for one in sorted(visit.roster.holders, key=lambda each: each.name):
        near = one.role not in {Role.ADMINISTRATOR, Role.OVERSEER} and not one.organisation
        if near and one.person_id != person_id:
            away = ", away now" if is_away(one, one.role, visit.roster, visit.now) else ""
            found.setdefault(str(one.person_id), f"{one.name}, {TITLES[one.role]}{away}")
    return found


def _by_role(visit: Visit, own: Own) -> dict[str, Any]:
    """What roles of theirs owe, and who has it afterwards."""
    owed = owing.count_by_role(visit.session, visit.scope, visit.viewer, own.row.id)
    policy = visit.policy_today
    after = decides_after(own.row.id, visit.roster, policy, visit.now) if policy else ()
    return {"owed": sum(owed.values()), "instead": shown.instead_lines(after)}
