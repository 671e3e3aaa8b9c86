"""CSRF for our blueprints, with the host's CSRFProtect or, where it has none, one of ours.

And no browser keeps a copy of their pages and files, whatever the host says of its own.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from flask import current_app, request
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import (
    Forbidden,
    InternalServerError,
    NotFound,
    RequestEntityTooLarge,
    Unauthorized,
)

from portal import errors
from portal.web import failing, frame, uploads
from portal.web.parts.problems import EXPIRED, problem, too_large
from portal.web.strangers import StrangersBlueprint
from tenants.change import MayNot

if TYPE_CHECKING:
    from flask import Blueprint, Flask, Response
    from flask.typing import ResponseReturnValue

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
CONFIG: Final = {
    "WTF_CSRF_FIELD_NAME": "csrf_token",
    "WTF_CSRF_HEADERS": ["X-CSRFToken"],
    "WTF_CSRF_METHODS": {"POST", "PUT", "PATCH", "DELETE"},
    "WTF_CSRF_SSL_STRICT": True,
    "WTF_CSRF_TIME_LIMIT": None,
}
"""What CSRFProtect reads, for a host that has none of its own. A form is good for as long as its
session is: reasons take longer to write than an hour."""
_ours = CSRFProtect()


def prepare(app: Flask, blueprint: Blueprint) -> None:
    """Check this blueprint's unsafe requests here, and nowhere else.

    The host's own CSRFProtect, made before the portal, lets them pass: it would open the session
    of somebody who reports anonymously.
    """
    if host := app.extensions.get("csrf"):
        host.exempt(blueprint)
    for name, value in CONFIG.items():
        app.config.setdefault(name, value)
    _protect(blueprint)


@cache  # a blueprint is prepared once, and mounted in as many apps as a process has
def _protect(blueprint: Blueprint) -> None:
    uploads.seal_uploads(blueprint)
    blueprint.before_request(_check)
    blueprint.after_request(_leave_no_copy)
    blueprint.register_error_handler(CSRFError, _expired)
    blueprint.register_error_handler(RequestEntityTooLarge, _too_large)
    blueprint.register_error_handler(NotFound, frame.not_found)
    blueprint.register_error_handler(Forbidden, frame.forbidden)
    # as a decision or change finds it, when a role has ended or a mark hides it since the page was
    # let in
    blueprint.register_error_handler(errors.NotFound, frame.not_found)
    blueprint.register_error_handler(errors.NotAllowed, frame.forbidden)
    blueprint.register_error_handler(MayNot, frame.forbidden)
    blueprint.register_error_handler(Unauthorized, frame.unauthorized)
    blueprint.register_error_handler(InternalServerError, failing.failed)


def _check() -> None:
    """The forms of strangers have a proof of their own: theirs is no session."""
    asked = current_app.blueprints.get(request.blueprint or "")
    enabled = current_app.config.get("WTF_CSRF_ENABLED", True)
    if enabled and request.method not in SAFE_METHODS and not isinstance(asked, StrangersBlueprint):
        host: CSRFProtect = current_app.extensions.get("csrf") or _ours
        host.protect()


def _leave_no_copy(response: Response) -> Response:
    """A shared computer of the staff room, and a proxy, keep no page and no file of ours."""
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def _expired(_error: CSRFError) -> ResponseReturnValue:
    """A form that was left open too long, or came from elsewhere."""
    return frame.problem_page(EXPIRED)


def _too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """All of it is larger than a request may be; or within that, what was typed is."""
    most = request.max_content_length
    if most is None or (request.content_length or most + 1) <= most:
        what = problem(413)
    else:
        what = too_large(most)
    return frame.render("portal/error.html", title=what.title, problem=what), 413
