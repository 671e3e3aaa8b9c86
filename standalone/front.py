"""The beginning of a school's address, typed without its end: it leads to the school's public page.

Here and not in the portal, because addresses of one word are the host's to give. No page lists the
schools: who uses the portal is theirs to say.
"""

from __future__ import annotations

from flask import Blueprint, Flask, abort, redirect, url_for
from flask.typing import ResponseReturnValue

from standalone.users import db
from tenants.directory import find_school
from tenants.naming import is_slug

front = Blueprint("front", __name__)


def init_app(app: Flask) -> None:
    """Mount it."""
    app.register_blueprint(front)


@front.get("/<slug>", strict_slashes=False)
def school(slug: str) -> ResponseReturnValue:
    """To the public page of the school of this name; 404 where there is none."""
    if not is_slug(slug.lower()) or find_school(db.engine, slug.lower()) is None:
        abort(404)
    return redirect(url_for("portal_front.front", slug=slug.lower()))
