"""Somebody invited chooses a password, and is a user of this host from then on.

The invitation came to their mailbox, so the address is theirs: also where somebody who has left
signed in with it before, as with the mailbox of a school's office. That one's sign-in ends, so that
nobody gets into it by a forgotten password. Without an invitation that opens, nobody becomes a user
here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, current_app, redirect, url_for
from flask_security import hash_password, login_user
from sqlalchemy.exc import IntegrityError

from portal.desk.school import accepting, inviting
from portal.web.frame import render
from standalone.sign_in.passwords import PasswordForm
from standalone.users import User, datastore, db
from tenants.change import Impossible, MayNot

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from portal.host import Services

blueprint = Blueprint("welcome", __name__, url_prefix="/welcome")


def page(slug: str, token: str) -> str:
    """The address of this page for an invitation."""
    return url_for("welcome.create", slug=slug, token=token)


@blueprint.route("/<slug>/<token>", methods=["GET", "POST"])
def create(slug: str, token: str) -> ResponseReturnValue:
    """Make the user, accept the invitation, and sign them in."""
    services: Services = current_app.extensions["portal"].services()
    invited = inviting.find_invited(services, slug, token) or abort(404)
    form = PasswordForm()
    before = _user_of(invited.email)
    passed_on = before is not None and accepting.has_left(
        services, invited.school_id, str(before.id)
    )
    taken = before is not None and not passed_on
    if not taken and form.validate_on_submit():
        return _let_in(services, slug, token, invited, form.password.data or "", before)
    shown = render(
        "sign_in/welcome.html",
        title="Set up your sign-in",
        form=form,
        email=invited.email,
        taken=taken,
        passed_on=passed_on,
        sign_in=url_for("portal_joining.sign_in", slug=slug, token=token),
    )
    return shown, 422 if form.is_submitted() else 200


def _user_of(email: str) -> User | None:
    found = datastore().find_user(case_insensitive=True, email=email)
    return db.session.get(User, found.id) if found else None


def _let_in(
    services: Services,
    slug: str,
    token: str,
    invited: inviting.Invited,
    password: str,
    before: User | None,
) -> ResponseReturnValue:
    if before is not None:
        _end(before)
    user = datastore().create_user(email=invited.email, password=hash_password(password))
    try:
        db.session.commit()
    except IntegrityError:  # the button was pressed twice: the other press has made the user
        db.session.rollback()
        return redirect(url_for("security.login"), 303)
    onwards = url_for("portal_home.home")
    try:
        accepting.accept(
            services,
            invited.school_id,
            token,
            str(user.id),
            in_place_of=str(before.id) if before else None,
        )
    except (Impossible, MayNot):  # the invitation's own page says why
        onwards = url_for("portal_joining.show", slug=slug, token=token)
    login_user(user)  # at the end: what they are by now says what their sign-in asks for
    return redirect(onwards, 303)


def _end(before: User) -> None:
    """Nobody signs in as this user any more; they keep their id, which is an address of nobody."""
    before.email, before.active = str(before.id), False
    datastore().set_uniquifier(before)
    db.session.flush()
