"""A school's public page, for everybody: who the DPO is, how to report, whom to ring in danger.

Without it nobody finds the anonymous report who cannot sign in (SIP-1-anon), nor the data
protection officer (DBRP-6.1.1).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import abort, make_response, redirect, url_for
from wtforms import StringField

from portal.rules.reporting import intake
from portal.store.telling.mail import anonymous_address
from portal.web.access import View, current_visit, shows
from portal.web.frame import render
from portal.web.reporting.travelling import LASTS
from portal.web.strangers import StrangersBlueprint
from tenants.calendar import uk_date
from tenants.closing import find_keeper
from tenants.public_page import find_privacy_note

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask.typing import ResponseReturnValue

    from portal.web.parts.form import PortalForm
    from portal.web.visiting import Visit
    from tenants.closing import Keeper

blueprint = StrangersBlueprint("portal_front", __name__, url_prefix="/<slug>/public")

FRONT = View("school_front", "How to report at this school, and its DPO", public=True)

ACCESSIBILITY = View(
    "accessibility", "Accessibility statement and cookies", public=True, any_organisation=True
)
"""Owed by public bodies: Accessibility Regulations 2018 (SI 2018/952), regulation 8."""


def require_open(visit: Visit, typed: Iterable[PortalForm] = ()) -> None:
    """A school that has closed takes no reports from the public: its page says who does.

    Whoever was writing when its last day ended keeps what they wrote, to send it there.
    """
    if visit.school.closed_on is None:
        return
    if words := _words(typed):
        abort(make_response(_page(visit, words), 409))
    abort(redirect(url_for("portal_front.front", slug=visit.school.slug), 303))


@blueprint.get("/")
@shows(FRONT)
def front(slug: str) -> ResponseReturnValue:
    """The ways to report that today's policy offers; nothing of any incident."""
    return _page(current_visit())


@blueprint.get("/accessibility")
@shows(ACCESSIBILITY)
def accessibility(slug: str) -> ResponseReturnValue:
    """How usable the pages are for everybody, whom to tell, and which cookies they keep."""
    return render(
        "portal/public/accessibility.html",
        title="Accessibility and cookies",
        phone=current_visit().school.phone,
        hours=LASTS // timedelta(hours=1),
    )


def _page(visit: Visit, unsent: str = "") -> str:
    policy = visit.policy_today
    return render(
        "portal/public/front.html",
        title="This school has closed" if visit.school.closed_on else "Report a security incident",
        reports=policy is not None,
        anonymously=policy is not None and intake.may_be_anonymous(policy),
        anonymous_mail=anonymous_address(visit.session, visit.scope, policy),
        note=find_privacy_note(visit.session, visit.here),
        keeper=_keeper(visit),
        unsent=unsent,
    )


def _words(typed: Iterable[PortalForm]) -> str:
    """What somebody wrote in words of their own; what they chose is soon chosen again."""
    asked = (field for form in typed for field in form.asked() if isinstance(field, StringField))
    return "\n\n".join(f"{one.label.text}\n{one.data}" for one in asked if one.data)


def _keeper(visit: Visit) -> Keeper | None:
    if visit.school.closed_on is None:
        return None
    return find_keeper(visit.session, visit.here, uk_date(visit.now))
