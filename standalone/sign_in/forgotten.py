"""A forgotten password: a mail to the address of the sign-in opens the page for a new one, once.

No page tells whether an address is somebody's here, and a worker writes the mail, so the answer
takes as long for one as for the other. The link is signed with what a change of password renews: it
opens once.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from flask import Blueprint, abort, current_app, redirect, render_template, url_for
from flask_security import hash_password, login_user
from itsdangerous import BadSignature, URLSafeTimedSerializer

from portal.web.frame import render
from portal.web.parts import forms
from standalone.sign_in import mails
from standalone.sign_in.passwords import PasswordForm
from standalone.users import User, datastore, db

if TYPE_CHECKING:
    from email.message import EmailMessage
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from portal.host import Services

blueprint = Blueprint("forgotten", __name__, url_prefix="/forgotten-password")

ASK: Final = "forgotten.ask"
SEND: Final = "standalone.sign_in.forgotten.send"
PURPOSE: Final = "new"
"""What a token says; whose it is, its key says."""
GOOD_FOR: Final = timedelta(hours=1)


class AddressForm(forms.PortalForm):
    """Whose password it is."""

    email = forms.text(
        "E-mail address",
        kind="email",
        needed="Enter your e-mail address",
        hint="The one you sign in with.",
        autocomplete="username",
    )


@blueprint.route("/", methods=["GET", "POST"])
def ask() -> ResponseReturnValue:
    """Ask for the address, and have a worker write to it if it is somebody's."""
    form = AddressForm()
    if form.validate_on_submit():
        user = datastore().find_user(case_insensitive=True, email=form.email.data)
        if not mails.have_sent(SEND, str(user.id) if user else ""):
            abort(503)  # nobody waits for a mail that cannot come
        return redirect(url_for("forgotten.asked"), 303)
    page = render("sign_in/forgotten.html", title="Forgotten your password?", form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/asked")
def asked() -> ResponseReturnValue:
    """What to do now."""
    return render("sign_in/asked.html", title="Look into your mailbox")


@blueprint.route("/<uuid:user_id>/<token>", methods=["GET", "POST"])
def choose(user_id: UUID, token: str) -> ResponseReturnValue:
    """Choose a new password. All sessions of the old one end."""
    user = db.session.get(User, user_id)
    if user is None or not user.active or not _is_good(user, token):
        abort(410)
    form = PasswordForm()
    if form.validate_on_submit():
        user.password = hash_password(form.password.data or "")
        datastore().set_uniquifier(user)
        db.session.commit()
        login_user(user)
        return redirect(url_for("portal_home.home"), 303)
    page = render("sign_in/choose.html", title="Choose a new password", form=form, email=user.email)
    return page, 422 if form.is_submitted() else 200


def send(user_id: str) -> None:
    """RQ's entry: write to this user; '' is nobody."""
    mails.send(user_id, _mail)


def _mail(services: Services, user: User) -> EmailMessage:
    settings = services.settings
    link = f"{settings.public_url}{blueprint.url_prefix}/{user.id}/{_token(user)}"
    text = render_template("sign_in/forgotten.txt", service=settings.service_name, link=link)
    return mails.mail(services, user, "Choose a new password", text)


def _token(user: User) -> str:
    return _signed(user).dumps(PURPOSE)


def _is_good(user: User, token: str) -> bool:
    try:
        said = _signed(user).loads(token, max_age=int(GOOD_FOR.total_seconds()))
    except BadSignature:
        return False
    return bool(said == PURPOSE)


def _signed(user: User) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(
        str(current_app.config["SECRET_KEY"]), salt=f"forgotten {user.fs_uniquifier}"
    )
