"""When a request fails and nobody who asked is to blame: the page says so, and gives back what was
typed.

While the database is away, nothing here asks it, nor do the host's context processors:
Flask-Login's would look for the user.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import current_app, render_template

from portal.web.frame import brand, typed_here
from portal.web.parts.page import Page
from portal.web.parts.problems import problem
from tenants.db import AWAY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue
    from werkzeug.exceptions import InternalServerError

TEMPLATE: Final = "portal/error.html"


def failed(error: InternalServerError) -> ResponseReturnValue:
    """One of the portal's own pages failed."""
    return failure_page(error, typed_here())


def failure_page(error: InternalServerError, typed: Sequence[str] = ()) -> ResponseReturnValue:
    """503 while the database is away, otherwise 500; with the sentences `typed`, to be copied."""
    away = isinstance(error.original_exception, AWAY)
    status = 503 if away else 500
    what = problem(status)
    given = {
        "page": Page(title=what.title, brand=brand()),
        "problem": what,
        "typed": typed,
        "perhaps_saved": True,
    }
    if away:
        return current_app.jinja_env.get_template(TEMPLATE).render(given), status
    return render_template(TEMPLATE, **given), status
