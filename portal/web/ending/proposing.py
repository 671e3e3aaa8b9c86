"""A change of the policy that a review finds needed becomes a proposal (DBRP-5.23, SIP-change)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from portal.desk.school import policy_requests
from portal.desk.school.administration import alter_within
from portal.errors import Refused
from portal.rules.school import requests
from portal.rules.school.requests import Kind
from portal.web.access import current_case, current_visit
from tenants.change import Impossible
from tenants.permissions import Permission

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from portal.desk.perform import Beside
    from portal.web.ending.reviewing import ReviewForm
    from portal.web.visiting import Visit


def may_propose(visit: Visit) -> bool:
    """Whether the policy in force knows proposals: it may be newer than the incident's."""
    policy = visit.policy_today
    return policy is not None and requests.offered(Kind.PROPOSAL, policy)


def proposal(form: ReviewForm) -> Beside | None:
    """What the review says should change, for whoever answers proposals; kept with the review.

    Whoever answers may be concerned by the incident: then it is not named.
    """
    what = (form["proposal"].data or "").strip() if "proposal" in form else ""
    if not what:
        return None
    visit, case = current_visit(), current_case()
    found_in = "an incident" if case.facts.concerned else case.facts.reference

    def beside(session: Session, now: datetime) -> None:
        ask = partial(
            policy_requests.ask,
            school_id=case.facts.school_id,
            kind=Kind.PROPOSAL,
            clause="",
            what=what,
            why=f"The review of {found_in} found it.",
            by=visit.person_id,
            now=now,
        )
        try:
            alter_within(
                session, visit.here, Permission.ASK_ABOUT_POLICY, ask, by=visit.person_id, now=now
            )
        except Impossible as refusal:
            raise Refused(refusal.sentence, field="proposal") from None

    return beside
