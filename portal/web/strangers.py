"""Pages for people who do not say who they are.

Of all cookies that the browser sends only the blueprint's own arrive: no session is opened, no
sign-in is looked at, and none is renewed, whatever the host does before and after a request.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask import Blueprint
from werkzeug.exceptions import HTTPException
from werkzeug.http import dump_cookie, parse_cookie

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment
    from flask import Flask

COOKIE = "portal_form"
"""Ties a form to the browser that was given it; says nothing of whose that is."""


class StrangersBlueprint(Blueprint):
    """A blueprint whose requests come from nobody in particular."""

    is_one_page = False
    """Its page stands at its prefix alone: below, and beside it, are pages of others."""


def prepare(app: Flask, blueprint: Blueprint, url_prefix: str) -> None:
    """Keep other cookies from this blueprint's pages; called once for an app and blueprint."""
    if isinstance(blueprint, StrangersBlueprint):
        mounted = f"{url_prefix}{blueprint.url_prefix or ''}"
        app.wsgi_app = _OwnCookieOnly(app, mounted, blueprint)  # type: ignore[assignment, method-assign]


class _OwnCookieOnly:
    """Takes the other cookies out of requests below a path."""

    def __init__(self, app: Flask, path: str, blueprint: StrangersBlueprint) -> None:
        self._app: WSGIApplication = app.wsgi_app
        self._blueprint = blueprint
        self._routes = app.url_map
        ends = "/$" if blueprint.is_one_page else "(/|$)"
        self._below = re.compile(re.sub(r"<\w+>", "[^/]+", path) + ends)

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        if self._below.match(environ.get("PATH_INFO", "")) and self._is_ours(environ):
            own = parse_cookie(environ).get(COOKIE)
            environ.pop("HTTP_COOKIE", None)
            if own:
                environ["HTTP_COOKIE"] = dump_cookie(COOKIE, own, path=None)
        return self._app(environ, start)

    def _is_ours(self, environ: WSGIEnvironment) -> bool:
        """A page at the very prefix may be the host's own: '/account/' looks like a school's."""
        if not self._blueprint.is_one_page:
            return True
        try:
            endpoint, _ = self._routes.bind_to_environ(environ).match()
        except HTTPException:
            return False
        return str(endpoint).startswith(f"{self._blueprint.name}.")
