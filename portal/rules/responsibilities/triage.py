"""From the report to awareness: who may, and who owes."""

from __future__ import annotations

from portal.rules.facts import Facts
from portal.rules.responsibilities.roles import (
    DPO_ONLY,
    HEAD_AND_DPO,
    NO_INCIDENT_ACTION,
    SAFEGUARDING,
    Roles,
    first,
    trust_is_controller,
)
from tenants.policy.schema import Policy
from tenants.roles import Role


def adders(policy: Policy, facts: Facts) -> Roles:
    """Whoever may see an incident may add to it; who sees it is decided where it is found."""
    return frozenset(Role) - NO_INCIDENT_ACTION


def withdrawers(policy: Policy, facts: Facts) -> Roles:
    """The reporter alone withdraws a report, and that ends nothing by itself."""
    return frozenset({Role.REPORTER})


def contacted(policy: Policy, facts: Facts) -> tuple[Role, ...]:
    """The first contacts of this report: whom the reporter chose, or all (DBRP-5.1, SIP-1-head)."""
    chosen = tuple(role for role in reporter_chooses(policy) if role in facts.intake.told)
    return chosen or policy.first_contacts


def all_first_contacts(policy: Policy) -> tuple[Role, ...]:
    """Everybody whom the policy names to be told of reports first."""
    return policy.first_contacts


def reporter_chooses(policy: Policy) -> tuple[Role, ...]:
    """The first contacts among whom the reporter chooses; () where all of them are told."""
    if policy.first_contact_choice == "reporter_chooses":
        return policy.first_contacts
    return ()


def first_contacts(policy: Policy, facts: Facts) -> Roles:
    """The first contacts of this report, as a set."""
    return frozenset(contacted(policy, facts))


def looking_roles(policy: Policy, facts: Facts) -> tuple[Role, ...]:
    """Who each owe a first look at the report; () where it is enough that one of them looks."""
    return contacted(policy, facts) if policy.first_look == "each" else ()


def first_look_role(policy: Policy, facts: Facts) -> Role:
    """Who owes a first look at the report."""
    return first(contacted(policy, facts)) or Role.HEAD


def identity_readers(policy: Policy, facts: Facts) -> Roles:
    """Who may read the name of a reporter who asked to be protected (SIP-1-faith)."""
    return frozenset(policy.identity_readers)


def triagers(policy: Policy, facts: Facts) -> Roles:
    """Who may mark whom it concerns, join reports and do all else that belongs to triage."""
    return first_contacts(policy, facts) | HEAD_AND_DPO


def markers_of_concern(policy: Policy, facts: Facts) -> Roles:
    """Who may mark a person as concerned: whoever investigates, themselves (SIP-6)."""
    return markers_of_others(policy, facts) | {Role.LEAD}


def markers_of_others(policy: Policy, facts: Facts) -> Roles:
    """Who of them may mark anybody."""
    return frozenset({Role.REPORTER, Role.DPO, Role.HEAD, Role.CHAIR})


def removers_of_concern(policy: Policy, facts: Facts) -> Roles:
    """Who may take such a mark away, with the reason."""
    return frozenset({Role.DPO, Role.CHAIR})


def classifiers(policy: Policy, facts: Facts) -> Roles:
    """SIP-5a."""
    return frozenset(policy.classifiers) | HEAD_AND_DPO


def classifying_role(policy: Policy, facts: Facts) -> Role | None:
    """Who owes the classification."""
    return first(policy.classifiers)


def verifiers(policy: Policy, facts: Facts) -> Roles:
    """SIP-5b."""
    return frozenset(policy.verifiers) | HEAD_AND_DPO


def verifying_role(policy: Policy, facts: Facts) -> Role | None:
    """Who owes the verification of the details."""
    return first(policy.verifiers)


def allocators(policy: Policy, facts: Facts) -> Roles:
    """SIP-4c."""
    return frozenset(policy.allocators) | HEAD_AND_DPO


def reassigners(policy: Policy, facts: Facts) -> Roles:
    """Who may hand the investigation on (SIP-5d)."""
    return allocators(policy, facts) | {Role.LEAD}


def independence_declarers(policy: Policy, facts: Facts) -> Roles:
    """Who declares that it does not concern whoever leads: they themselves (SIP-6)."""
    return frozenset({Role.LEAD})


def second_signers(policy: Policy, facts: Facts) -> Roles:
    """Who signs as well where somebody had to look at their own work."""
    return frozenset({Role.DPO, Role.CHAIR})


def allocating_role(policy: Policy, facts: Facts) -> Role | None:
    """Who owes the allocation of the investigation."""
    return first(policy.allocators)


def head_decides_escalation(policy: Policy) -> bool:
    """Whether the Head decides if the DPO takes a case (DBRP-5.3)."""
    return policy.escalation_gate == "head_decides"


def escalators(policy: Policy, facts: Facts) -> Roles:
    """Who may hand the case to the DPO, from any stage (SIP-3e, DBRP-5.4)."""
    return triagers(policy, facts) | {Role.LEAD}


def decliners(policy: Policy, facts: Facts) -> Roles:
    """Who may decide that the DPO need not take the case: nobody where there is no gate."""
    return frozenset({Role.HEAD}) if head_decides_escalation(policy) else frozenset()


def dpo_only(policy: Policy, facts: Facts) -> Roles:
    """What is the DPO's alone: a declined case, a case ended without them, advice, the review."""
    return DPO_ONLY


def containers(policy: Policy, facts: Facts) -> Roles:
    """Who may record what was done to stop it (DBRP-5.5, DBRP-5.8)."""
    return triagers(policy, facts) | {Role.LEAD, Role.IT_CONTACT}


def danger_checkers(policy: Policy, facts: Facts) -> Roles:
    """Who may record whether anybody is in danger; the DSL owes it."""
    return SAFEGUARDING | {Role.HEAD}


def awareness_declarers(policy: Policy, facts: Facts) -> Roles:
    """DBRP-4.2; where a trust is the controller, what its chief executive knows counts as well."""
    of_trust = {Role.CHIEF_EXECUTIVE} if trust_is_controller(policy) else set()
    return frozenset(policy.awareness_declarers) | HEAD_AND_DPO | of_trust


def awareness_movers(policy: Policy, facts: Facts) -> Roles:
    """Who may move awareness later, with the reason."""
    return frozenset(policy.awareness_movers)
