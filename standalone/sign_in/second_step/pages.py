"""The pages of the second step: asked at signing in, set up, looked after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import segno
from flask import Blueprint, abort, current_app, flash, redirect, session, url_for
from flask_security import current_user
from itsdangerous import BadSignature, URLSafeTimedSerializer

from portal.web.frame import render
from portal.web.parts import forms
from standalone.sign_in.onwards import onwards
from standalone.sign_in.second_step import codes, gate, kept
from standalone.users import User, datastore, db

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from wtforms import StringField

    from standalone.users import SecondStep

blueprint = Blueprint("second_step", __name__, url_prefix="/sign-in")

ASK: Final = "second_step.ask"
OWN: Final = "second_step.own"
SHOWN_FOR_SECONDS: Final = 3600
"""How long a picture that was shown can be used."""
WRONG: Final = "This code is wrong, or was used before. Wait for the next one and type that"
NOT_YOURS: Final = "This is not your password"
NEW_SPARES: Final = "spares"
STOP: Final = "stop"


def code_field(hint: str) -> StringField:
    """Where a code goes. Phones offer the keys for numbers; a spare code has letters as well."""
    return forms.text(
        "Security code",
        needed="Enter the security code",
        hint=hint,
        classes="govuk-input--width-10",
        autocomplete="one-time-code",
        spellcheck="false",
    )


class CodeForm(forms.PortalForm):
    """A code of the phone, or a spare one."""

    code = code_field("The 6 digits that the app on your phone shows now, or one spare code.")


class BeginForm(forms.PortalForm):
    """The secret travels with its page, which shows it anyway; nothing is kept before a code."""

    secret = forms.hidden()
    password = forms.password("Your password")
    code = code_field("The 6 digits that the app shows now.")

    def ask_for_code_alone(self) -> None:
        """Of whoever has given the password a moment ago."""
        del self.password

    def knows_password(self, user: User) -> bool:
        """Whoever finds the browser open locks nobody out with a phone of theirs."""
        if "password" not in self or user.verify_and_update_password(self.password.data or ""):
            return True
        self.password.errors = [NOT_YOURS]
        return False


class LookAfterForm(forms.PortalForm):
    """What to change, with a code: whoever finds the browser open changes nothing."""

    change = forms.radios(
        "What do you want to do?",
        {
            NEW_SPARES: "Get new spare codes",
            STOP: "Sign in without a code, or with another phone",
        },
        hints={STOP: "For another phone, set it up again afterwards."},
    )
    code = code_field("The 6 digits that the app on your phone shows now, or one spare code.")


@blueprint.route("/code", methods=["GET", "POST"])
def ask() -> ResponseReturnValue:
    """The second step of signing in, where there is one."""
    user = gate.waiting()
    if user is None:
        return redirect(url_for("portal_home.home"), 303)
    step = kept.find(user.id)
    if step is None:
        return redirect(url_for(".own"), 303)
    form = CodeForm()
    if form.validate_on_submit():
        if kept.take(step, form.code.data or ""):
            gate.complete(user)
            return redirect(onwards(), 303)
        form.code.errors = [WRONG]
    page = render("sign_in/code.html", title="Enter your security code", form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/another")
def leave() -> ResponseReturnValue:
    """Somebody else signs in at this browser."""
    if gate.waiting() is not None:
        session.clear()
    return redirect(url_for("security.login"), 303)


@blueprint.route("/second-step", methods=["GET", "POST"])
def own() -> ResponseReturnValue:
    """One's own second step: set up, or looked after."""
    user = _whoever_is_here()
    step = kept.find(user.id)
    if step is None:
        return _begin(user)
    if gate.waiting() is not None:
        return redirect(url_for(".ask"), 303)
    return _look_after(user, step)


def _whoever_is_here() -> User:
    """Somebody signed in, or about to be who must set it up first."""
    if current_user.is_authenticated:
        return db.session.get_one(User, current_user.id)
    return gate.waiting() or abort(redirect(url_for("security.login", next=url_for(".own")), 303))


def _begin(user: User) -> ResponseReturnValue:
    form = BeginForm()
    if gate.waiting() is not None:
        form.ask_for_code_alone()
    secret = _sent_back(user, form.secret.data) or codes.new_secret()
    form.secret.data = _signed(user).dumps(secret)
    if form.validate_on_submit() and form.knows_password(user):
        spares = kept.begin(user, secret, form.code.data or "")
        if spares is not None:
            datastore().set_uniquifier(user)  # who is signed in elsewhere signs in again, with it
            db.session.commit()
            gate.complete(user)
            return _show_spares(spares)
        if kept.find(user.id) is not None:  # by the first press of two
            return redirect(url_for(".own"), 303)
        form.code.errors = [WRONG]
    service = current_app.extensions["portal"].settings.service_name
    address = codes.address(secret, user.email, service)
    shown = render(
        "sign_in/begin_second_step.html",
        title="Sign in with a code as well",
        form=form,
        address=address,
        picture=segno.make(address).svg_data_uri(scale=5),
        secret=codes.in_groups(secret),
        back="" if gate.waiting() else url_for("portal_home.home"),
        is_needed=gate.waiting() is not None,
    )
    return shown, 422 if form.is_submitted() else 200


def _look_after(user: User, step: SecondStep) -> ResponseReturnValue:
    form = LookAfterForm()
    if form.validate_on_submit():
        if kept.take(step, form.code.data or ""):
            if form.change.data == NEW_SPARES:
                return _show_spares(kept.renew_spares(step))
            kept.forget(user.id)
            flash("Your password alone signs you in from now on.")
            return redirect(url_for("portal_home.home"), 303)
        form.code.errors = [WRONG]
    page = render(
        "sign_in/second_step.html",
        title="Your second step",
        form=form,
        back=url_for("portal_home.home"),
        step=step,
        left=len(step.spares),
    )
    return page, 422 if form.is_submitted() else 200


def _show_spares(spares: tuple[str, ...]) -> str:
    """Once: only their digests are kept."""
    return render("sign_in/spare_codes.html", title="Keep your spare codes", spares=spares)


def _sent_back(user: User, secret: str | None) -> str | None:
    try:
        said = _signed(user).loads(secret or "", max_age=SHOWN_FOR_SECONDS)
    except BadSignature:
        return None
    return str(said)


def _signed(user: User) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(
        str(current_app.config["SECRET_KEY"]), salt=f"second step {user.fs_uniquifier}"
    )
