"""Sets of roles that several answers share."""

from __future__ import annotations

from tenants.policy.schema import Policy
from tenants.roles import Role

Roles = frozenset[Role]

HEAD_AND_DPO: Roles = frozenset({Role.HEAD, Role.DPO})
"""May do all of triage, containment and awareness beside those whom the policy names."""
SAFEGUARDING: Roles = frozenset({Role.DSL, Role.DEPUTY_DSL})
NO_INCIDENT_ACTION: Roles = frozenset({Role.ADMINISTRATOR, Role.OVERSEER})
DPO_ONLY: Roles = frozenset({Role.DPO})


def first(roles: tuple[Role, ...]) -> Role | None:
    """Whoever the policy names first owes it; the others may do it as well."""
    return roles[0] if roles else None


def trust_is_controller(policy: Policy) -> bool:
    """Whether a trust answers for the school's data.

    Its DPO then owes what is due to the regulator and to people, whomever the policy names besides;
    awareness of its chief executive counts, who also comes before the chair.
    """
    return policy.controller == "trust"
