"""What travels in the forms of an anonymous reporter: sealed, dated, tied to their browser.

Nothing of it is stored here. Each page's form carries all answers so far, encrypted under a key
derived from the keyring; a short-lived cookie with the journey's path proves that the form was
given to this browser.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from flask import g, make_response, request
from pydantic_core import from_json, to_json
from wtforms import HiddenField

from portal.crypto import Tampered, seal, unseal
from portal.web.parts.form import OnceField, PortalForm
from portal.web.strangers import COOKIE

if TYPE_CHECKING:
    from flask import Response

    from portal.web.visiting import Visit

LASTS = timedelta(hours=4)
"""From one page to the next."""
ONCE_MORE = "Please send this page once more. Your browser did not say that the form was its own."
TOO_LONG = "This was open for more than 4 hours, so it was forgotten. Nothing was sent."
_BYTES = 32
_NO_ID = {"id": False}
"""A page may hold several such forms."""
Parcel = dict[str, object]


class TravellingForm(PortalForm):
    """A form that carries a parcel. CSRF is the cookie's business, not the session's."""

    carries_token = False
    parcel = HiddenField(render_kw=_NO_ID)
    proof = HiddenField(render_kw=_NO_ID)
    once = OnceField(render_kw=_NO_ID)

    def pack(self, visit: Visit, purpose: str, parcel: Parcel) -> None:
        """Put the parcel in, and the proof that goes with this browser's cookie."""
        body = to_json({"at": visit.now.isoformat(), "parcel": parcel})
        sealed = seal(
            visit.services.keyring.derived(purpose),
            body,
            table=purpose,
            column="parcel",
            row=visit.here,
        )
        self.parcel.data = urlsafe_b64encode(sealed).decode()
        self.proof.data = _proof(visit, _cookie())


def unpack(visit: Visit, purpose: str) -> Parcel | None:
    """The parcel of the form that was sent; None when it is too old or not ours."""
    try:
        sealed = urlsafe_b64decode(request.form.get("parcel", ""))
        body = unseal(
            visit.services.keyring.derived(purpose),
            sealed,
            table=purpose,
            column="parcel",
            row=visit.here,
        )
    except (Tampered, ValueError):
        return None
    found = from_json(body)
    if visit.now - datetime.fromisoformat(found["at"]) > LASTS:
        return None
    parcel: Parcel = found["parcel"]
    return parcel


def from_this_browser(visit: Visit) -> bool:
    """Whether the form was given to the browser that sends it."""
    cookie = request.cookies.get(COOKIE, "")
    sent = request.form.get("proof", "")
    return bool(cookie) and hmac.compare_digest(_proof(visit, cookie).encode(), sent.encode())


def answered(page: str, status: int, path: str) -> Response:
    """The page, with the cookie of its form for this path alone."""
    response = make_response(page, status)
    response.set_cookie(
        COOKIE,
        _cookie(),
        max_age=LASTS,
        path=path,
        secure=request.is_secure,
        httponly=True,
        samesite="Strict",
    )
    return response


def ended(page: str, path: str) -> Response:
    """The last page: the cookie goes."""
    response = make_response(page)
    response.delete_cookie(COOKIE, path=path, httponly=True, samesite="Strict")
    return response


def _cookie() -> str:
    """The browser's own, or a new one; the same throughout a request."""
    if "portal_form" not in g:
        g.portal_form = request.cookies.get(COOKIE) or secrets.token_hex(_BYTES)
    cookie: str = g.portal_form
    return cookie


def _proof(visit: Visit, cookie: str) -> str:
    key = visit.services.keyring.derived("form of a browser")
    return hmac.new(key, cookie.encode(), hashlib.sha256).hexdigest()
