"""What a request about the policy is called, and how it stands, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from portal.rules.school import requests as rules
from portal.rules.school.requests import Kind, Stage
from portal.store.school import policy_requests as stored
from tenants.calendar import uk_date

if TYPE_CHECKING:
    from datetime import datetime

    from tenants.policy_requests import PolicyRequest

STAGES: Final = {
    (Kind.EXCEPTION, Stage.ASKED): "Waits for advice",
    (Kind.EXCEPTION, Stage.VIEWED): "Waits for a decision",
    (Kind.EXCEPTION, Stage.GRANTED): "Granted",
    (Kind.PROPOSAL, Stage.ASKED): "Waits for a view",
    (Kind.PROPOSAL, Stage.VIEWED): "Backed, waits for a decision",
    (Kind.PROPOSAL, Stage.DROPPED): "Dropped",
    (Kind.PROPOSAL, Stage.GRANTED): "Taken up",
}
TITLES: Final = {Kind.EXCEPTION: "Exception", Kind.PROPOSAL: "Proposal"}
ASKS: Final = {
    Kind.EXCEPTION: "Ask for an exception to the policy",
    Kind.PROPOSAL: "Propose a change to the policy",
}


def stage(row: PolicyRequest, now: datetime) -> str:
    """How it stands today."""
    found = rules.stage(stored.asked(row), uk_date(now))
    return STAGES.get((Kind(row.kind), found), found.capitalize())
