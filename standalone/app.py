"""The standalone app: the portal with sign-in, headers, logs, health and error pages around it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask import Flask, request
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import Portal
from standalone import (
    commands,
    errors,
    headers,
    health,
    logs,
    mailbox,
    migrate,
    sessions,
    settings,
    sign_in,
)
from standalone.connections import ask_when_idle
from standalone.users import db, user_ref

NEEDED: Final = (
    "SECRET_KEY",
    "SECURITY_PASSWORD_SALT",
    "PORTAL_MASTER_KEY",
    "SQLALCHEMY_DATABASE_URI",
)


class MissingSetting(RuntimeError):
    """The app cannot start; names what it misses."""


class Host(Flask):
    """A Flask app that keeps what an error says out of its log."""

    def log_exception(self, exc_info: logs.ExcInfo) -> None:
        """Write which page failed, the class of the error, and where."""
        logs.log.error("request failed", endpoint=request.endpoint, **logs.describe(exc_info))


def create_app(name: str | None = None, more: Mapping[str, object] | None = None) -> Flask:
    """Make the app with the settings of `name` or PORTAL_CONFIG (config/<name>.py), then `more`.

    Connects to nothing yet. Raises MissingSetting or `portal.settings.WrongSetting`.
    """
    app = Host("standalone", template_folder="templates", static_folder=None)
    settings.configure(app, name)
    app.config.update(more or {})
    if missing := [key for key in NEEDED if not app.config[key]]:
        raise MissingSetting(f"Set {', '.join(missing)}; config/default.py says what each is for.")
    if not app.testing:
        logs.configure(readable=bool(app.config["PORTAL_DEV"]))
    if proxies := app.config["TRUSTED_PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, proxies, proxies, proxies)  # type: ignore[method-assign]  # WSGI
    db.init_app(app)
    with app.app_context():
        ask_when_idle(db.engine)
    CSRFProtect(app)
    Portal(
        app,
        signed_in=user_ref,
        new_user_page=sign_in.welcome.page,
        own_sign_in_page=sign_in.own_page,
        upgrade=migrate.upgrade,
        rewrap=sign_in.second_step.rewrap,
    )
    for part in (sessions, sign_in, mailbox, health, errors, headers, logs, commands):
        part.init_app(app)
    return app
