"""Who may lead this investigation, and whether the one who leads still fits (SIP-4c, 6, 6a)."""

from __future__ import annotations

from portal.rules.facts import Facts
from portal.rules.responsibilities import (
    allocating_role,
    leads,
    needs_independence,
    severity_levels,
)
from tenants.policy.schema import Policy
from tenants.roles import Role


def allocates(policy: Policy, facts: Facts) -> bool:
    """Whether an investigation is allocated at all, and enough is known to do it.

    Where the severity decides who leads, it is needed first.
    """
    known = facts.classification is not None or not severity_levels(policy)
    return allocating_role(policy, facts) is not None and known


def officer_may_lead(policy: Policy, facts: Facts) -> bool:
    """Whether it may be given to an officer; False: the role of the ladder leads it (SIP-6a)."""
    return Role.LEAD in leads(policy, facts)


def allocation_fits(policy: Policy, facts: Facts) -> bool:
    """Whether somebody leads who may do so at the severity now in force."""
    found = facts.allocation
    if found is None:
        return False
    if not (found.personally or officer_may_lead(policy, facts)):
        return False
    return found.independent or not needs_independence(policy, facts)
