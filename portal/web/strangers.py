"""Pages for people who do not say who they are.

Of all cookies that the browser sends only the blueprint's own arrive: no session is opened, no
sign-in is looked at, and none is renewed, whatever the host does before and after a request.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask import Blueprint
from werkzeug.http import dump_cookie, parse_cookie

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment
    from flask import Flask

COOKIE = "portal_form"
"""Ties a form to the browser that was given it; says nothing of whose that is."""


class StrangersBlueprint(Blueprint):
    """A blueprint whose requests come from nobody in particular."""


def prepare(app: Flask, blueprint: Blueprint, url_prefix: str) -> None:
    """Keep other cookies from this blueprint's pages; called once for an app and blueprint."""
    if isinstance(blueprint, StrangersBlueprint):
        mounted = f"{url_prefix}{blueprint.url_prefix or ''}"
        app.wsgi_app = _OwnCookieOnly(app.wsgi_app, mounted)  # type: ignore[assignment, method-assign]  # WSGI


class _OwnCookieOnly:
    """Takes the other cookies out of requests below a path."""

    def __init__(self, app: WSGIApplication, path: str) -> None:
        self._app = app
        self._below = re.compile(re.sub(r"<\w+>", "[^/]+", path) + "(/|$)")

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        if self._below.match(environ.get("PATH_INFO", "")):
            own = parse_cookie(environ).get(COOKIE)
            environ.pop("HTTP_COOKIE", None)
            if own:
                environ["HTTP_COOKIE"] = dump_cookie(COOKIE, own, path=None)
        return self._app(environ, start)
