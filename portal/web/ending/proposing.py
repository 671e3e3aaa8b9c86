"""A change of the policy that a review finds needed becomes a proposal (DBRP-5.23, SIP-change)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from flask import flash

from portal.desk import policy_requests
from portal.desk.administration import alter
from portal.rules.school import requests
from portal.rules.school.requests import Kind
from portal.web.access import current_case, current_visit
from tenants.change import Impossible
from tenants.permissions import Permission

if TYPE_CHECKING:
    from portal.web.ending.forms import ReviewForm
    from portal.web.visiting import Visit


def may_propose(visit: Visit) -> bool:
    """Whether the policy in force knows proposals: it may be newer than the incident's."""
    policy = visit.policy_today
    return policy is not None and requests.offered(Kind.PROPOSAL, policy)


def hand_over(form: ReviewForm) -> None:
    """Send what the review says should change to whoever answers proposals; the same form once."""
    what = (form.proposal.data or "").strip() if "proposal" in form else ""
    if not what:
        return
    visit, case = current_visit(), current_case()
    ask = partial(
        policy_requests.ask,
        school_id=case.facts.school_id,
        kind=Kind.PROPOSAL,
        clause="",
        what=what,
        why=f"The review of {case.facts.reference} found it.",
        by=visit.person_id,
        now=visit.now,
    )
    who, once = visit.person_id, form.once_key()
    try:
        alter(visit.services, visit.here, Permission.ASK_ABOUT_POLICY, ask, by=who, once=once)
    except Impossible as refusal:
        flash(f"The review is kept, but the change was not proposed. {refusal.sentence}")
