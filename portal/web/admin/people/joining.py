"""The link of an invitation: whoever opens it signed in is that person from then on.

Somebody who has no sign-in yet is shown the way to one: the host's own page for new users, where it
gives one, else its sign-in page. Nothing is concluded from e-mail addresses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import abort, flash, redirect, url_for

from portal.desk.school import accepting, inviting
from portal.errors import Refused
from portal.web.access import View, ask_to_sign_in, current_visit, does, shows
from portal.web.admin.people.area import joining_blueprint as blueprint
from portal.web.frame import render
from portal.web.parts import forms
from tenants import directory
from tenants.change import Impossible, MayNot
from tenants.permissions import Permission

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

INVITATION: Final = View(
    "invitation", "An invitation, opened by its link", public=True, any_organisation=True
)
TOO_EARLY: Final = "Your role at the school begins on a later day. Open the link again then."


@blueprint.get("/<token>")
@shows(INVITATION)
def show(slug: str, token: str) -> ResponseReturnValue:
    """What the invitation is for, and the next step."""
    return _page(slug, token, forms.PortalForm())


def _page(slug: str, token: str, form: forms.PortalForm) -> ResponseReturnValue:
    visit = current_visit()
    services = visit.services
    invited = inviting.find_invited(services, slug, token)
    user_ref, new_user = services.signed_in(), services.new_user_page
    page = render(
        "portal/admin/people/invitation.html",
        title="Your invitation",
        form=form,
        token=token,
        invited=invited,
        signed_in=user_ref is not None,
        known=directory.find_person(services.engine, user_ref) if user_ref else None,
        new_user=new_user(slug, token) if new_user and invited else "",
    )
    return page, 200 if invited else 404


@blueprint.post("/<token>")
@does(Permission.JOIN, public=True)
def accept(slug: str, token: str) -> ResponseReturnValue:
    """The signed-in user is the person invited."""
    visit, form = current_visit(), forms.PortalForm()
    user_ref = visit.services.signed_in()
    if user_ref is None or not form.validate_on_submit():
        return _page(slug, token, form)
    try:
        accepting.accept(visit.services, visit.here, token, user_ref, form.once_key())
    except Impossible as impossible:
        form.refuse(Refused(impossible.sentence))
        return _page(slug, token, form)
    except MayNot:
        form.refuse(Refused(TOO_EARLY))
        return _page(slug, token, form)
    flash("You are in. This is what is due next.", "success")
    return redirect(url_for("portal_home.home"), 303)


@blueprint.get("/<token>/sign-in")
@shows(INVITATION)
def sign_in(slug: str, token: str) -> ResponseReturnValue:
    """By the host's sign-in page, and back."""
    visit = current_visit()
    if inviting.find(visit.services, visit.here, token, visit.now) is None:
        abort(404)
    if visit.services.signed_in() is None:
        ask_to_sign_in()
    return redirect(url_for(".show", slug=slug, token=token))
