"""Which roles can be the answer to which questions."""

from __future__ import annotations

from tenants.permissions import Permission
from tenants.roles import Role

# Everybody, those without incident actions, and whoever happened to report.
NEVER = {Role.STAFF, Role.REPORTER, Role.ADMINISTRATOR, Role.OVERSEER}
_LEAD_MAY = {
    "awareness_declarers",
    "investigation_leads",
    "disciplinary_recorders",
    "people_deciders",
    "notice_consulted",
}


def fits(role: Role, question: str) -> bool:
    """Whether a role can be an answer to a question that asks for roles."""
    if role in NEVER or question == f"{role}_stand_ins":
        return False
    if question == "policy_reviewers":  # what came of the review is a version that they adopt
        return role in Permission.ADOPT_POLICY.holders
    return role is not Role.LEAD or question in _LEAD_MAY
