"""How often somebody may try a password, or ask for a new one. Only tries that fail count.

Tries for one account count together, from wherever they come. A browser in which its person has
signed in before counts for itself, so that nobody can lock them out of it; from another they can
still have a new password mailed to them.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, cast
from uuid import uuid4

from flask import Flask, Response, after_this_request, current_app, request, session
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import current_user, user_logged_in
from itsdangerous import BadSignature, URLSafeTimedSerializer

from portal.web.parts.typed import clean
from standalone.sign_in import forgotten, own
from standalone.sign_in.second_step import gate, pages
from standalone.users import COMPLETE, spelled

if TYPE_CHECKING:
    from flask.typing import RouteCallable

    from standalone.users import User

LIMITED: Final = ("security.login", forgotten.ASK)
WITH_CODES: Final = (pages.ASK, pages.OWN, pages.BEGIN, own.CODE)
WITH_PASSWORDS: Final = (own.ADDRESS, own.PASSWORD)
"""Of whoever is signed in: a browser may have been left open."""
FOR_CODES: Final = "5 per 15 minutes; 30 per day"
"""Of one person, who has given the password: a guess is right three times in a million."""
FOR_ONE_PERSON: Final = "10 per 15 minutes"
"""From one place."""
FOR_ONE_ACCOUNT: Final = "50 per hour"
"""From all browsers that its person has not used."""
FROM_ONE_PLACE: Final = "100 per hour"
"""A whole school may share one address."""
KNOWN_FOR: Final = timedelta(days=400)
"""Staff sign in once a year; browsers keep no cookie for longer."""


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
    limits = ((FROM_ONE_PLACE, _place), (FOR_ONE_ACCOUNT, _account), (FOR_ONE_PERSON, _person))
    for endpoint in LIMITED:
        view = app.view_functions[endpoint]
        for limit, key in limits:
            limited = limiter.limit(limit, key_func=key, methods=["POST"], deduct_when=_has_failed)
            view = cast("RouteCallable", limited(view))
        app.view_functions[endpoint] = view
    codes = limiter.shared_limit(
        FOR_CODES, "codes", key_func=_begun_by, methods=["POST"], deduct_when=_is_refused
    )
    passwords = limiter.shared_limit(
        FOR_ONE_PERSON, "own", key_func=_begun_by, methods=["POST"], deduct_when=_is_refused
    )
    for tries, endpoints in ((codes, WITH_CODES), (passwords, WITH_PASSWORDS)):
        for endpoint in endpoints:
            view = app.view_functions[endpoint]
            app.view_functions[endpoint] = cast("RouteCallable", tries(view))
    user_logged_in.connect(_know_again, app)


def _is_elsewhere() -> bool:
    """No other page has a limit, so none need look for one."""
    return request.endpoint not in {*LIMITED, *WITH_CODES, *WITH_PASSWORDS}


def _person() -> str:
    """Whom somebody tries to be, from where; Redis learns neither."""
    return _unreadable(f"{get_remote_address()} {_typed()}")


def _account() -> str:
    """Whom somebody tries to be, and in which browser if it is one of theirs."""
    email = _typed()
    browser = request.cookies.get(_cookie(email), "")
    try:
        _signed(email).loads(browser, max_age=int(KNOWN_FOR.total_seconds()))
    except BadSignature:
        browser = ""
    return _unreadable(f"account {email} {browser}")


def _place() -> str:
    return _unreadable(get_remote_address())


def _begun_by() -> str:
    """Who has begun to sign in, or is signed in."""
    return _unreadable(f"codes {session.get(gate.BEGUN_BY)}")


def _typed() -> str:
    """As the form reads it. What a program sends as JSON counts together, whomever it tries."""
    return spelled(clean(request.form.get("email")))


def _know_again(app: Flask, user: User, **_said: object) -> None:
    """Leave a cookie by which the sign-in page knows this browser as one of theirs.

    Not before the sign-in is complete: whoever has only the password leaves none.
    """
    email, signed_in = spelled(user.email), user.fs_uniquifier

    @after_this_request
    def keep(response: Response) -> Response:
        if session.get(COMPLETE) != signed_in:
            return response
        response.set_cookie(
            _cookie(email),
            _signed(email).dumps(uuid4().hex),
            max_age=KNOWN_FOR,
            path=str(app.config["SECURITY_LOGIN_URL"]),
            secure=bool(app.config["SESSION_COOKIE_SECURE"]),
            httponly=True,
            samesite="Lax",
        )
        return response


def _cookie(email: str) -> str:
    """Its name: several people may use one browser."""
    return f"known_{_unreadable(email)[:16]}"


def _signed(email: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.config["SECRET_KEY"]), salt=f"known {email}")


def _unreadable(text: str) -> str:
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _is_refused(response: Response) -> bool:
    return response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def _has_failed(_response: Response) -> bool:
    """Nobody is in, in whatever form it was tried and answered."""
    return not current_user.is_authenticated
