"""How the DPO is reached, and who responds to a breach with them."""

from __future__ import annotations

from tenants.policy.schema import Policy
from tenants.roles import Role

_WHOSE = {
    "internal": "The DPO is a member of the school’s staff.",
    "external_service": "The DPO is an officer of an external service.",
    "local_authority": "The DPO is an officer of the local authority.",
}


def how_to_reach_dpo(policy: Policy) -> str:
    """Whose officer the DPO is, and what is agreed about reaching them (DBRP-5.0)."""
    agreed = f" How to reach them: {policy.dpo_protocol}" if policy.dpo_protocol else ""
    return f"{_WHOSE[policy.dpo]}{agreed}"


def response_team(policy: Policy) -> tuple[Role, ...]:
    """Who is told as soon as the school is aware of a breach (DBRP-A1.08)."""
    return policy.response_team
