"""How often somebody may try a password, or ask for a new one. Only tries that fail count."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, cast

from flask import Flask, Response, current_app, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import current_user

from standalone.sign_in import forgotten

if TYPE_CHECKING:
    from flask.typing import RouteCallable

LIMITED: Final = ("security.login", forgotten.ASK)
FOR_ONE_PERSON: Final = "10 per 15 minutes"
FROM_ONE_PLACE: Final = "100 per hour"
"""A whole school may share one address."""


def init_app(app: Flask) -> None:
    """Limit the tries on these pages; without Redis each process counts for itself."""
    limiter = Limiter(
        get_remote_address,
        app=app,
        storage_uri=app.config["REDIS_URL"],
        storage_options={"socket_connect_timeout": 1, "socket_timeout": 1},
        in_memory_fallback_enabled=True,
        swallow_errors=True,
    )
    limiter.request_filter(_is_elsewhere)
    for endpoint in LIMITED:
        view = app.view_functions[endpoint]
        for limit, key in ((FROM_ONE_PLACE, _place), (FOR_ONE_PERSON, _person)):
            limited = limiter.limit(limit, key_func=key, methods=["POST"], deduct_when=_has_failed)
            view = cast("RouteCallable", limited(view))
        app.view_functions[endpoint] = view


def _is_elsewhere() -> bool:
    """No other page has a limit, so none need look for one."""
    return request.endpoint not in LIMITED


def _person() -> str:
    """Whom somebody tries to be, from where; Redis learns neither."""
    said = request.get_json(silent=True) if request.is_json else request.form
    email = said.get("email", "") if isinstance(said, Mapping) else ""
    return _unreadable(f"{get_remote_address()} {str(email).strip().lower()}")


def _place() -> str:
    return _unreadable(get_remote_address())


def _unreadable(text: str) -> str:
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _has_failed(_response: Response) -> bool:
    """Nobody is in, in whatever form it was tried and answered."""
    return not current_user.is_authenticated
