"""Everybody's own sign-in, looked after: the address, the password, the second step.

A new address counts once a code that was mailed there is typed here: so it is theirs, and typed
right. Whoever finds the browser open changes nothing: the password is asked.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_security import current_user, hash_password
from sqlalchemy.exc import IntegrityError

from portal.desk.school import own_address
from portal.web.frame import render
from portal.web.parts import forms
from standalone.sign_in import mails, telling
from standalone.sign_in.passwords import PasswordForm
from standalone.sign_in.sealing import Shown, seal, unseal
from standalone.sign_in.second_step import gate, kept
from standalone.users import User, datastore, db, spelled

if TYPE_CHECKING:
    from email.message import EmailMessage

    from flask.typing import ResponseReturnValue
    from wtforms import Field, StringField

    from portal.host import Services

blueprint = Blueprint("own_sign_in", __name__, url_prefix="/sign-in/own")

INDEX: Final = "own_sign_in.index"
ADDRESS: Final = "own_sign_in.address"
CODE: Final = "own_sign_in.code"
PASSWORD: Final = "own_sign_in.password"  # noqa: S105 - the name of a page
DIGITS: Final = 6
SEND: Final = "standalone.sign_in.own.send"
NOT_YOURS: Final = "This is not your password"
THE_SAME: Final = "You sign in with this address already"
TAKEN: Final = "Somebody signs in with this address already"
WRONG: Final = "This is not the code that we sent"
NEW_ADDRESS: Final = Shown("new_address", timedelta(hours=1))
"""The code that was mailed, and where to."""


def _password_now() -> StringField:
    return forms.password("Your password now", needed="Enter your password")


class AddressForm(forms.PortalForm):
    """Another address."""

    email = forms.text(
        "New e-mail address",
        kind="email",
        needed="Enter the new e-mail address",
        hint="We send a code there.",
        autocomplete="email",
    )
    password = _password_now()


class CodeForm(forms.PortalForm):
    """What came to the new address."""

    code = forms.text(
        "Code",
        needed="Enter the code from the e-mail",
        hint="6 digits.",
        classes="govuk-input--width-10",
        autocomplete="one-time-code",
        spellcheck="false",
    )


class NewPasswordForm(PasswordForm):
    """Another password."""

    current = _password_now()


@blueprint.get("/")
def index() -> ResponseReturnValue:
    """With what one signs in, and how to change it."""
    user = _whoever_is_here()
    return render(
        "sign_in/own.html",
        title="How you sign in",
        email=user.email,
        step=kept.find(user.id),
        back=url_for("portal_home.home"),
    )


@blueprint.route("/address", methods=["GET", "POST"])
def address() -> ResponseReturnValue:
    """Say the new address; a worker mails a code there."""
    user, form = _whoever_is_here(), AddressForm()
    if form.validate_on_submit() and _may_have(form, user):
        email = form.email.data or ""
        code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
        if not mails.have_sent(SEND, str(user.id), seal(f"{code} {email}", user.id)):
            abort(503)  # nobody waits for a mail that cannot come
        NEW_ADDRESS.keep(user, f"{code} {email}")
        return redirect(url_for(CODE), 303)
    return _form("sign_in/address.html", form, title="Change the address you sign in with")


@blueprint.route("/address/code", methods=["GET", "POST"])
def code() -> ResponseReturnValue:
    """Type the code that came there: from then on it is the address."""
    user, form = _whoever_is_here(), CodeForm()
    sent, _, email = NEW_ADDRESS.find(user).partition(" ")
    if not email:
        return redirect(url_for(INDEX), 303)
    if form.validate_on_submit():
        if not hmac.compare_digest("".join((form.code.data or "").split()), sent):
            form.code.errors = [WRONG]
        elif _move(user, email):
            flash(f"You sign in with {email} from now on.", "success")
            return redirect(url_for(INDEX), 303)
        else:
            form.code.errors = [TAKEN]
    return _form("sign_in/address_code.html", form, title="Enter the code", email=email)


@blueprint.route("/password", methods=["GET", "POST"])
def password() -> ResponseReturnValue:
    """Choose another password. All other sessions end."""
    user, form = _whoever_is_here(), NewPasswordForm()
    if form.validate_on_submit() and _knows(form.current, user):
        user.password = hash_password(form.password.data or "")
        _begin_anew(user)
        telling.tell(user, telling.PASSWORD)
        flash("Your password is changed.", "success")
        return redirect(url_for(INDEX), 303)
    return _form("sign_in/password.html", form, title="Change your password")


def send(user_id: str, sealed: str) -> None:
    """RQ's entry: the code, to the new address."""
    mails.send(user_id, partial(_mail, sealed=sealed))


def move(user: User, email: str, *, by_operator: bool = False) -> bool:
    """Let somebody sign in with another address, which is theirs, and reach them there.

    False where somebody else signs in with it.
    """
    was, user.email = user.email, email
    datastore().set_uniquifier(user)
    try:
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        return False
    telling.tell(user, telling.ADDRESS, at=was)
    services: Services = current_app.extensions["portal"].services()
    own_address.follow(services, str(user.id), was=was, email=email, by_operator=by_operator)
    return True


def _move(user: User, email: str) -> bool:
    moved = move(user, email)
    if moved:
        NEW_ADDRESS.end()
        gate.complete(user)
    return moved


def _begin_anew(user: User) -> None:
    """End the sessions of this user but this one."""
    datastore().set_uniquifier(user)
    db.session.commit()
    gate.complete(user)


def _may_have(form: AddressForm, user: User) -> bool:
    """Whether it is another address, said by whoever knows the password.

    No page tells whether it is somebody's: the mail that goes there does.
    """
    if spelled(form.email.data or "") == spelled(user.email):
        form.email.errors = [THE_SAME]
        return False
    return _knows(form.password, user)


def _knows(field: Field, user: User) -> bool:
    if user.verify_and_update_password(field.data or ""):
        return True
    field.errors = [NOT_YOURS]
    return False


def _mail(services: Services, user: User, *, sealed: str) -> EmailMessage:
    code, _, email = unseal(sealed, user.id).partition(" ")
    taken = datastore().find_user(case_insensitive=True, email=email) is not None
    text = render_template(
        "sign_in/address_code.txt",
        service=services.settings.service_name,
        code=code,
        taken=taken,
    )
    return mails.mail(services, user, "Your new e-mail address for signing in", text, to=email)


def _form(
    template: str, form: forms.PortalForm, *, title: str, email: str = ""
) -> ResponseReturnValue:
    page = render(template, title=title, form=form, back=url_for(INDEX), email=email)
    return page, 422 if form.is_submitted() else 200


def _whoever_is_here() -> User:
    if current_user.is_authenticated:
        return db.session.get_one(User, current_user.id)
    return abort(redirect(url_for("security.login", next=request.path), 303))
