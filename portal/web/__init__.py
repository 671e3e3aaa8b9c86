"""The pages. The only place that knows requests."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

AREAS = (
    "home",
    "incident",
    "record",
    "reporting",
    "triage",
    "risk",
    "register",
    "ico",
    "investigation",
    "evidence",
    "ending",
    "notices",
    "admin",
    "adding",
    "team",
)
"""Folders of this package, each with `pages` that declares one blueprint, or several."""


def mount(app: Flask, url_prefix: str) -> None:
    """Mount every area under the prefix, with templates, errors and CSRF of our own."""
    from portal.web import frame, protection, strangers  # noqa: PLC0415 - they import areas

    frame.prepare(app, url_prefix)
    for area in AREAS:
        pages = import_module(f"portal.web.{area}.pages")
        for blueprint in getattr(pages, "blueprints", None) or (pages.blueprint,):
            protection.prepare(app, blueprint)
            strangers.prepare(app, blueprint, url_prefix)
            prefix = f"{url_prefix}{blueprint.url_prefix or ''}"
            app.register_blueprint(blueprint, url_prefix=prefix)
