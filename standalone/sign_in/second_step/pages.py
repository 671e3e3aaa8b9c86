"""The pages of the second step: asked at signing in, set up, looked after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import segno
from flask import Blueprint, abort, current_app, flash, redirect, request, session, url_for
from flask_security import current_user, login_user

from portal.web.frame import render
from portal.web.parts import forms
from standalone.sign_in.onwards import onwards
from standalone.sign_in.second_step import codes, gate, kept, shown
from standalone.users import User, db

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from wtforms import StringField


blueprint = Blueprint("second_step", __name__, url_prefix="/sign-in")

ASK: Final = "second_step.ask"
OWN: Final = "second_step.own"
BEGIN: Final = "second_step.begin"
WRONG: Final = "This code is wrong, or was used before. Wait for the next one and type that"
NOT_YOURS: Final = "This is not your password"
NEW_SPARES: Final = "spares"
ANOTHER: Final = "another"
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
    """A first code shows that the phone has the secret; nothing is stored before it."""

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
            ANOTHER: "Use another phone",
            STOP: "Sign in without a code",
        },
        hints={ANOTHER: "The codes of the old one end. You set up the new one on the next page."},
    )
    code = code_field("The 6 digits that the app on your phone shows now, or one spare code.")


@blueprint.route("/code", methods=["GET", "POST"])
def ask() -> ResponseReturnValue:
    """The second step of signing in, where there is one."""
    user = gate.waiting()
    if user is None:
        return redirect(onwards(), 303)
    step = kept.find(user.id)
    if step is None:
        return redirect(url_for(".begin", next=request.args.get("next")), 303)
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
    """One's own second step, looked after."""
    user = _whoever_is_here()
    step = kept.find(user.id)
    if step is None:
        return redirect(url_for(".begin"), 303)
    if gate.waiting() is not None:
        return redirect(url_for(".ask"), 303)
    form = LookAfterForm()
    if gate.is_needed(user):
        forms.keep(form.change, {NEW_SPARES, ANOTHER})
    if form.validate_on_submit():
        if kept.take(step, form.code.data or ""):
            if form.change.data == NEW_SPARES:
                return _show(user, kept.renew_spares(step))
            return _forget(user, set_up_anew=form.change.data == ANOTHER)
        form.code.errors = [WRONG]
    page = render(
        "sign_in/second_step.html",
        title="Your second step",
        form=form,
        back=url_for("own_sign_in.index"),
        step=step,
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/second-step/new", methods=["GET", "POST"])
def begin() -> ResponseReturnValue:
    """Set one's own second step up."""
    user = _whoever_is_here()
    is_needed = gate.waiting() is not None
    form = BeginForm()
    if is_needed:
        form.ask_for_code_alone()
    secret = shown.SECRET.find(user) or _new_secret(user)
    if form.validate_on_submit() and form.knows_password(user):
        made = kept.begin(user, secret, form.code.data or "")
        if made is not None:
            gate.complete(user)
            return _show(user, made)
        form.code.errors = [WRONG]
    if kept.find(user.id) is not None:  # also by the first press of two
        return redirect(url_for(".spare_codes"), 303)
    page = _page_to_begin(user, form, secret, is_needed=is_needed)
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/spare-codes")
def spare_codes() -> ResponseReturnValue:
    """Those just made."""
    user = _whoever_is_here()
    spares = shown.SPARES.find(user)
    if gate.waiting() is not None or not spares:
        return redirect(url_for(".own"), 303)
    title = "Keep your spare codes"
    return render("sign_in/spare_codes.html", title=title, spares=spares, onwards=onwards())


def _whoever_is_here() -> User:
    """Somebody signed in, or about to be who must set it up first."""
    if current_user.is_authenticated:
        return db.session.get_one(User, current_user.id)
    return gate.waiting() or abort(redirect(url_for("security.login", next=url_for(".own")), 303))


def _new_secret(user: User) -> str:
    secret = codes.new_secret()
    shown.SECRET.keep(user, secret)
    return secret


def _page_to_begin(user: User, form: BeginForm, secret: str, *, is_needed: bool) -> str:
    service = current_app.extensions["portal"].settings.service_name
    address = codes.address(secret, user.email, service)
    return render(
        "sign_in/begin_second_step.html",
        title="Sign in with a code as well",
        form=form,
        address=address,
        picture=segno.make(address).svg_data_uri(scale=5),
        secret=codes.in_groups(secret),
        back="" if is_needed else url_for("own_sign_in.index"),
        is_needed=is_needed,
    )


def _show(user: User, made: tuple[str, ...]) -> ResponseReturnValue:
    shown.SPARES.keep(user, "\n".join(made))
    return redirect(url_for(".spare_codes", next=request.args.get("next")), 303)


def _forget(user: User, *, set_up_anew: bool) -> ResponseReturnValue:
    kept.forget(user.id)
    login_user(user)  # anew: where a second step is a must, nobody goes on without
    if set_up_anew:
        return redirect(url_for(".begin"), 303)
    flash("Your password alone signs you in from now on.")
    return redirect(url_for("portal_home.home"), 303)
