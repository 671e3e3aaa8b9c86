"""A code of one's phone, asked after the password of whoever has set it up or must."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from flask import redirect, request, url_for

from standalone.sign_in.onwards import leads_elsewhere
from standalone.sign_in.second_step import gate, kept, pages

if TYPE_CHECKING:
    from flask import Flask
    from flask.typing import ResponseReturnValue

SIGN_IN: Final = "security.login"


def rewrap() -> int:
    """Wrap with the master key in use what is shared with phones; how much of it was not yet."""
    return kept.rewrap()


def init_app(app: Flask) -> None:
    """Mount the pages; the sign-in page leads on to them whoever has given their password."""
    gate.init_app(app)
    app.register_blueprint(pages.blueprint)
    sign_in = app.view_functions[SIGN_IN]

    def sign_in_or_go_on() -> ResponseReturnValue:
        if leads_elsewhere():
            return redirect(url_for(SIGN_IN), 303)
        if request.method == "GET" and gate.waiting() is not None:
            return redirect(url_for(pages.ASK, next=request.args.get("next")), 303)
        return cast("ResponseReturnValue", sign_in())

    app.view_functions[SIGN_IN] = sign_in_or_go_on
