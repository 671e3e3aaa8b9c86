"""Sign-in with e-mail and password, by Flask-Security in the look of the portal."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from flask import Flask, session, url_for
from flask_login import user_logged_in, user_logged_out
from flask_security import Security

from portal.web.frame import render
from standalone.sign_in import forgotten, limits, own, second_step, welcome
from standalone.sign_in.form import SignInForm
from standalone.users import SignedIn, User, datastore, db

WRONG: Final = "Check your e-mail address and password: together they are not right"
SETTINGS: Final = {
    "SECURITY_LOGIN_URL": "/sign-in",
    "SECURITY_LOGOUT_URL": "/sign-out",
    "SECURITY_LOGOUT_METHODS": ["POST"],
    "SECURITY_LOGIN_USER_TEMPLATE": "sign_in/sign_in.html",
    "SECURITY_POST_LOGIN_VIEW": "portal_home.home",
    "SECURITY_POST_LOGOUT_VIEW": "security.login",
    # the same words, and the same time, whether the address is known or not
    "SECURITY_RETURN_GENERIC_RESPONSES": True,
    "SECURITY_MSG_GENERIC_AUTHN_FAILED": (WRONG, "error"),
    "SECURITY_FLASH_MESSAGES": False,
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SCHEMES": ["argon2"],
    "SECURITY_DEPRECATED_PASSWORD_SCHEMES": [],
    "SECURITY_JOIN_USER_ROLES": False,
    "SECURITY_CLI_ROLES_NAME": None,
    # sessions only: no tokens in headers or addresses
    "SECURITY_API_ENABLED_METHODS": ["session"],
    # Flask-Security's own pages, which nothing here leads to
    "SECURITY_STATIC_FOLDER": None,
    "SECURITY_FRESHNESS": timedelta(-1),
}


def init_app(app: Flask) -> None:
    """Mount sign-in, sign-out, and how one comes to a password."""
    app.config.from_mapping(SETTINGS)
    security = Security(app, datastore(), login_form=SignInForm, render_template=_page)
    security.want_json(lambda _request: False)  # a page for people, whatever a program asks for
    app.register_blueprint(welcome.blueprint)
    app.register_blueprint(forgotten.blueprint)
    app.register_blueprint(own.blueprint)
    second_step.init_app(app)
    limits.init_app(app)
    user_logged_in.connect(_end_by_itself, app)
    user_logged_out.connect(_end_everywhere, app)


def own_page() -> str:
    """Where somebody looks after how they sign in."""
    return url_for(own.INDEX)


def _page(template: str, *, login_user_form: SignInForm, **_context: object) -> str:
    return render(template, title="Sign in", form=login_user_form)


def _end_by_itself(_app: Flask, **_said: object) -> None:
    """End the session after PERMANENT_SESSION_LIFETIME, also in a browser that never closes."""
    session.permanent = True


def _end_everywhere(_app: Flask, user: SignedIn, **_said: object) -> None:
    """End the person's other sessions as well: a copied cookie opens nothing after signing out."""
    datastore().set_uniquifier(db.session.get_one(User, user.id))
    db.session.commit()
