"""Mounts templates and static files in the host's app."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path

from flask import Blueprint, Flask, request, url_for
from flask_wtf.csrf import generate_csrf
from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader

from tenants.regulator import IN_TEMPLATES

NAME = "portal_look"
HOUR, YEAR = 3600, 365 * 24 * 3600
GOVUK = "govuk_frontend_jinja"
STATIC = Path(str(files("portal"))) / "static" / "portal"
TEMPLATES = Path(str(files("portal"))) / "templates"


class _Look(Blueprint):
    @property
    def jinja_loader(self) -> BaseLoader:
        """Ours, and GOV.UK Frontend's macros under `govuk_frontend_jinja/`."""
        return _loader()

    def get_send_file_max_age(self, filename: str | None) -> int | None:
        """A year for addresses that change with the content, an hour for others."""
        return YEAR if "v" in request.args else HOUR


@cache
def _loader() -> BaseLoader:
    return ChoiceLoader([FileSystemLoader(TEMPLATES), PrefixLoader({GOVUK: PackageLoader(GOVUK)})])


def mount(app: Flask, url_prefix: str = "") -> None:
    """Make the portal's templates and static files known; a host's own templates win."""
    look = _Look(NAME, __name__, static_folder=STATIC, static_url_path="/portal-static")
    app.register_blueprint(look, url_prefix=url_prefix or None)
    app.jinja_env.globals |= IN_TEMPLATES | {"portal_asset": asset}
    app.jinja_env.globals.setdefault("csrf_token", generate_csrf)


def asset(name: str) -> str:
    """The address of a static file; it changes with the content, so browsers may keep it."""
    return url_for(f"{NAME}.static", filename=name, v=_version(name))


@cache
def _version(name: str) -> str:
    path = STATIC / name
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else "none"
