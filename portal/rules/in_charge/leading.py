"""Who may lead this investigation, and whether the one who leads still fits (SIP-4c, 6, 6a)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from portal.errors import Refused
from portal.rules.facts import Allocation, Facts
from portal.rules.outcome import Actor
from portal.rules.responsibilities import (
    allocating_role,
    leads,
    needs_independence,
    severity_levels,
)
from tenants.policy.schema import Policy
from tenants.roles import TITLES, Role


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
    return found.personally or officer_may_lead(policy, facts)


def check_lead(facts: Facts, policy: Policy, person: Actor, lead: UUID) -> None:
    """Refuse a lead whom it concerns, or who may not lead at this severity (SIP-6, SIP-6a)."""
    if lead in facts.concerned:
        raise Refused("It concerns this person, so they cannot investigate it", field="lead")
    if officer_may_lead(policy, facts):
        return
    named = leads(policy, facts)
    if not (lead == person.person_id and named & person.roles):
        titles = " or ".join(TITLES[role] for role in sorted(named))
        sentence = f"At this severity the {titles} leads the investigation in person"
        raise Refused(sentence, field="lead")


def check_independence(facts: Facts, policy: Policy, *, declared: bool) -> None:
    """Whoever begins to lead in person declares at once that it does not concern them (SIP-6).

    An officer who is asked to lead declares it themselves, as a duty of its own. Raises Refused.
    """
    if needs_independence(policy, facts) and not declared:
        sentence = "At this severity, declare that it does not concern you"
        raise Refused(sentence, field="independent")


def handed_on(
    facts: Facts, lead: UUID, *, by: UUID, now: datetime, independent: bool
) -> Allocation:
    """The allocation as it was, with another lead; its times go on."""
    before = facts.allocation
    assert before is not None  # noqa: S101 - something is handed on
    return Allocation(
        lead=lead,
        direction=before.direction,
        due_at=before.due_at,
        by=by,
        at=now,
        personally=lead == by,
        independent=independent,
        declared_at=now if independent else None,
        begun_at=before.since,
    )
