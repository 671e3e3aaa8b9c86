"""CSRF for our blueprints, with the host's CSRFProtect or, where it has none, one of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, request
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import Forbidden, NotFound

from portal.web import frame

if TYPE_CHECKING:
    from flask import Blueprint
    from flask.typing import ResponseReturnValue

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_ours = CSRFProtect()


def protect(blueprint: Blueprint) -> None:
    """Check every unsafe request of this blueprint, whatever the host's default is."""
    blueprint.before_request(_check)
    blueprint.register_error_handler(CSRFError, _expired)
    blueprint.register_error_handler(NotFound, frame.not_found)
    blueprint.register_error_handler(Forbidden, frame.forbidden)


def _check() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    own_token = getattr(view, "__portal_public__", False)
    if request.method not in SAFE_METHODS and not own_token:
        host: CSRFProtect = current_app.extensions.get("csrf") or _ours
        host.protect()


def _expired(_error: CSRFError) -> ResponseReturnValue:
    """A form that was left open too long, or came from elsewhere."""
    return frame.render("portal/errors/expired.html", title="This page has expired"), 400
