"""Severity, the investigation and its outcome: who may, and who owes."""

from __future__ import annotations

from portal.rules.facts import Facts
from portal.rules.responsibilities.roles import Roles, first
from portal.rules.responsibilities.triage import (
    allocating_role,
    first_look_role,
    head_decides_escalation,
    triagers,
)
from portal.rules.words import Escalated
from tenants.policy.answers import Severity
from tenants.policy.schema import Policy
from tenants.roles import Role

_OPEN = frozenset({Escalated.ESCALATED, Escalated.TAKEN_UP})


def severity_level(policy: Policy, key: str | None) -> Severity | None:
    """The level of the policy's ladder with this key; None where there is none."""
    return next((level for level in policy.severity_ladder if level.key == key), None)


def severity_levels(policy: Policy) -> tuple[Severity, ...]:
    """The policy's ladder, lowest first; () where it has none."""
    return policy.severity_ladder


def level_of(policy: Policy, facts: Facts) -> Severity | None:
    """The level of the severity that was last recorded."""
    found = facts.classification
    return severity_level(policy, found.severity if found else None)


def leads(policy: Policy, facts: Facts) -> Roles:
    """Who leads at this severity; `LEAD` is an officer whom somebody allocates (SIP-6a)."""
    level = level_of(policy, facts)
    return frozenset(level.leads if level else policy.investigation_leads)


def joins(policy: Policy, facts: Facts) -> Roles:
    """Who works on the investigation with the lead at this severity (SIP-5c, SIP-6b)."""
    level = level_of(policy, facts)
    return frozenset(level.joins if level else ())


def needs_independence(policy: Policy, facts: Facts) -> bool:
    """Whether the lead must declare that it does not concern them (SIP-6)."""
    level = level_of(policy, facts)
    return level is not None and level.independent


def investigators(policy: Policy, facts: Facts) -> Roles:
    """Who may record the investigation, the risk and the outcome report."""
    return leads(policy, facts) | joins(policy, facts) | {Role.LEAD}


def note_writers(policy: Policy, facts: Facts) -> Roles:
    """Who may write notes of the investigation (SIP-3c)."""
    return investigators(policy, facts) | triagers(policy, facts)


def leading_role(policy: Policy, facts: Facts) -> Role:
    """Who owes what the lead owes: the lead or, until there is one, the first contact.

    Where nobody allocates, the role that the policy names leads as soon as the case is the DPO's.
    """
    escalation = facts.escalation
    passed = escalation is not None and escalation.what in _OPEN
    led_by_role = allocating_role(policy, facts) is None and (
        passed or not head_decides_escalation(policy)
    )
    if facts.allocation is not None or led_by_role:
        return Role.LEAD
    return first_look_role(policy, facts)


def outcome_assessors(policy: Policy, facts: Facts) -> Roles:
    """SIP-4d."""
    return frozenset(policy.outcome_assessors)


def assessing_role(policy: Policy, facts: Facts) -> Role | None:
    """Who owes the assessment of the outcome report."""
    return first(policy.outcome_assessors)


def disciplinary_recorders(policy: Policy, facts: Facts) -> Roles:
    """SIP-3h."""
    return frozenset(policy.disciplinary_recorders)


def disciplinary_role(policy: Policy, facts: Facts) -> Role | None:
    """Who owes the disciplinary record; None where the review asks it (DBRP-5.22)."""
    return first(policy.disciplinary_recorders)


def disciplinary_readers(policy: Policy, facts: Facts) -> Roles:
    """Who may read the disciplinary record (SIP-breach)."""
    return frozenset(policy.disciplinary_readers)


def questioners(policy: Policy, facts: Facts) -> Roles:
    """Who may ask a person, or the anonymous reporter (SIP-4, DBRP-5.6)."""
    return investigators(policy, facts) | triagers(policy, facts)


def improvers(policy: Policy, facts: Facts) -> Roles:
    """Who may add an action to stop it happening again, and say that one is done (SIP-3j)."""
    return questioners(policy, facts) | outcome_assessors(policy, facts)


def considerers_of_others(policy: Policy, facts: Facts) -> Roles:
    """Who may record whether somebody else was told (DBRP-5.9)."""
    return questioners(policy, facts)
