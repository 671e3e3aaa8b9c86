"""Error pages of this host; the portal's blueprints bring their own for what is theirs."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from flask import Flask, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, InternalServerError, NotFound, TooManyRequests

from portal.web.failing import failure_page
from portal.web.parts.page import Brand, Page
from portal.web.parts.problems import problem
from standalone.front import public_page_of

ANOTHER_WAY: Final = {
    "security.login": "Somebody has tried wrong passwords too often. If it was not you, or you "
    "have forgotten yours, go back and choose a new one: you need not wait.",
    "second_step.ask": "Wrong codes have been typed too often. If it was not you, somebody knows "
    "your password: go back, choose ‘Sign in as somebody else’, then a new password. With that you "
    "need not wait.",
}
"""By the page on which there were too many tries."""

WHERE_SCHOOLS_ARE: Final = (
    "Looking for your school’s page? Its address is on the school’s website and posters, and "
    "the school’s office knows it. If something has happened, you can also ring the school."
)


def init_app(app: Flask) -> None:
    """Show every error as a page in plain words."""
    app.register_error_handler(HTTPException, show)


def show(error: HTTPException) -> ResponseReturnValue:
    """The page for one error; a redirect or a ready answer passes as it is.

    What was no address at all, but the beginning of a school's, leads to that school.
    """
    if error.response is not None or error.code is None:
        return error.get_response()
    if isinstance(error, InternalServerError):
        return failure_page(error)
    said = problem(min(InternalServerError.code, error.code))
    another_way = ANOTHER_WAY.get(request.endpoint or "")
    if isinstance(error, TooManyRequests) and another_way:
        said = replace(said, sentences=(another_way, *said.sentences))
    if isinstance(error, NotFound):
        if error is request.routing_exception and (meant := public_page_of(request.path)):
            return redirect(meant)
        said = replace(said, sentences=(*said.sentences, WHERE_SCHOOLS_ARE))
    service = current_app.extensions["portal"].settings.service_name
    page = Page(title=said.title, brand=Brand(service))
    return render_template("portal/error.html", page=page, problem=said), error.code
