"""Sessions in signed cookies, signed anew now and then and not with every answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from flask import Flask
from flask.sessions import SecureCookieSessionInterface, SessionMixin

from portal.host import SystemClock

RENEWED: Final = "renewed"
RENEWS_AFTER: Final = timedelta(minutes=10)
"""So much earlier than PERMANENT_SESSION_LIFETIME after the last page a session may end."""


class Sessions(SecureCookieSessionInterface):
    """Flask's own, with a cookie only where there is something new to say."""

    def should_set_cookie(self, _app: Flask, session: SessionMixin) -> bool:
        """Whether something has changed, or the cookie has grown old in use."""
        now = SystemClock().now().timestamp()
        if session.permanent and now - session.get(RENEWED, 0) > RENEWS_AFTER.total_seconds():
            session[RENEWED] = now
        return session.modified


def init_app(app: Flask) -> None:
    """Keep sessions so."""
    app.session_interface = Sessions()
