"""Somebody new, and invitations: sent, sent again, taken back, sent to everybody at once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from flask import abort, flash, redirect, url_for

from portal.desk.school import inviting, returned_mail
from portal.desk.school.administration import alter
from portal.desk.school.correcting import refuse_shared
from portal.web.access import current_visit, does
from portal.web.admin.changing import change_at_once, change_page
from portal.web.admin.people import shown
from portal.web.admin.people.area import BOTH, LIST, PERSON, blueprint
from portal.web.admin.people.forms import PersonForm
from portal.web.parts.when import counted
from portal.web.roles_held import given, require_phone
from tenants import invitations, people
from tenants.calendar import uk_date
from tenants.permissions import Permission
from tenants.roles import Role

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from portal.web.visiting import Visit
    from tenants.change import Altered, Apply


@blueprint.route("/new", methods=BOTH)
@does(Permission.KEEP_PEOPLE)
def add(slug: str) -> ResponseReturnValue:
    """Add somebody, and invite them at once."""
    visit = current_visit()
    form = PersonForm(from_on=uk_date(visit.now), invite=True)
    invited = ", and get an invitation by e-mail" if form.invite.data else ""
    return change_page(
        Permission.KEEP_PEOPLE,
        form,
        "portal/admin/form.html",
        lambda: partial(_add, form=form, visit=visit),
        done=f"They are added{invited}.",
        next_endpoint=PERSON,
        next_values=lambda ident: {"person_id": ident},
        title="Add somebody",
        back=url_for(LIST, slug=slug),
        button_text="Add them",
    )


def _add(session: Session, *, form: PersonForm, visit: Visit) -> Altered:
    require_phone([form.role.data], form.phone.data)
    refuse_shared(session, visit.here, form.email.data or "", given(form.from_on))
    altered = people.add_person(
        session,
        visit.here,
        name=form.name.data or "",
        email=form.email.data or "",
        phone=form.phone.data or "",
        job_title=form.job_title.data or "",
        role=Role(form.role.data),
        from_on=given(form.from_on),
    )
    if form.invite.data:
        session.flush()
        inviting.invite(session, visit.services, visit.here, altered.subject_id, by=visit.person_id)
    return altered


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


@blueprint.post("/<uuid:person_id>/arrives")
@does(Permission.KEEP_PEOPLE)
def arrives(slug: str, person_id: UUID) -> ResponseReturnValue:
    """Our mail came back, and the address is right all the same."""
    apply = partial(returned_mail.arrives, school_id=current_visit().here, person_id=person_id)
    return _about(person_id, apply, "Our e-mails go there as before.")


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


@blueprint.post("/invite-all")
@does(Permission.KEEP_PEOPLE)
def invite_all(slug: str) -> ResponseReturnValue:
    """Invite everybody who has no sign-in, and no invitation that still opens."""
    visit = current_visit()
    visit.release()
    altered = alter(
        visit.services,
        visit.here,
        Permission.KEEP_PEOPLE,
        lambda session: inviting.invite_all(
            session, visit.services, visit.here, by=visit.person_id
        ),
        by=visit.person_id,
    )
    number = int(altered.after.get("invited", "0"))
    flash(f"{counted(number, 'invitation')} on the way." if number else "All are invited already.")
    return redirect(url_for(LIST, slug=slug, status="waiting"), 303)
