"""A school's public page, for everybody: who the DPO is, how to report, whom to ring in danger.

Without it nobody finds the anonymous report who cannot sign in (SIP-1-anon), nor the data
protection officer (DBRP-6.1.1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.rules import intake
from portal.store.mail import anonymous_address
from portal.web.access import View, current_visit, shows
from portal.web.frame import render
from portal.web.strangers import StrangersBlueprint
from tenants.public_page import find_privacy_note

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

blueprint = StrangersBlueprint("portal_front", __name__, url_prefix="/<slug>/public")

FRONT = View("school_front", "How to report at this school, and its DPO", public=True)


@blueprint.get("/")
@shows(FRONT)
def front(slug: str) -> ResponseReturnValue:
    """The ways to report that today's policy offers; nothing of any incident."""
    visit = current_visit()
    policy = visit.policy_today
    return render(
        "portal/public/front.html",
        title="Report a security incident",
        reports=policy is not None,
        anonymously=policy is not None and intake.may_be_anonymous(policy),
        anonymous_mail=anonymous_address(visit.session, visit.scope, policy),
        note=find_privacy_note(visit.session, visit.here),
    )
