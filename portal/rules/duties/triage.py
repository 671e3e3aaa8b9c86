"""Triage: classify, verify the details, decide who investigates (SIP-4c, 5a, 5b)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from portal.rules.duties.duty import Duty, Rule
from portal.rules.facts import Facts
from portal.rules.in_charge.leading import allocation_fits
from portal.rules.responsibilities import (
    allocating_role,
    classifying_role,
    needs_independence,
    verifying_role,
)
from portal.rules.timescales import due
from tenants.calendar import Calendar
from tenants.policy.schema import Policy
from tenants.roles import Role

CLAUSES = ("SIP-4c", "SIP-5a", "SIP-5b", "SIP-6", "SIP-6a")


def classify(facts: Facts, policy: Policy, calendar: Calendar, _now: datetime) -> Iterator[Duty]:
    """SIP-5a: once; to classify again is a right, not a duty."""
    role = classifying_role(policy, facts)
    if role is None:
        return
    yield Duty(
        kind="classify",
        what="Classify the incident",
        role=role,
        opens_at=facts.reported_at,
        due_at=due(policy, "classify", facts.reported_at, calendar, facts),
        action="classify",
        met_at=facts.classifications[0].at if facts.classifications else None,
    )


def verify_details(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """SIP-5b: after the first classification."""
    role = verifying_role(policy, facts)
    if role is None or not facts.classifications:
        return
    opens_at = facts.classifications[0].at
    yield Duty(
        kind="verify_details",
        what="Verify the details",
        role=role,
        opens_at=opens_at,
        due_at=due(policy, "verify_details", opens_at, calendar, facts),
        action="verify_details",
        met_at=facts.verified_at,
    )


def allocate_investigation(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """SIP-4c: after the first classification.

    Owed once more, from then, when a new severity asks for another lead (SIP-6a), or when it turns
    out to concern whoever leads.
    """
    role = allocating_role(policy, facts)
    if role is None or not facts.classifications:
        return
    found, fits = facts.allocation, allocation_fits(policy, facts)
    again = found is not None and not fits
    opens_at = facts.classifications[-1 if again else 0].at
    yield Duty(
        kind="allocate_investigation",
        what="Decide who investigates",
        role=role,
        opens_at=opens_at,
        due_at=due(policy, "allocate_investigation", opens_at, calendar, facts),
        action="allocate_investigation",
        met_at=found.at if found and fits else None,
    )


def declare_independence(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """SIP-6: at the severities that need it, by whoever leads; again when somebody else does."""
    found = facts.allocation
    if found is None or not needs_independence(policy, facts):
        return
    classified_at = facts.classifications[-1].at if facts.classifications else found.at
    opens_at = max(found.at, classified_at)
    yield Duty(
        kind="declare_independence",
        what="Declare that it does not concern you, or say that it does",
        role=Role.LEAD,
        person=found.lead,
        opens_at=opens_at,
        due_at=due(policy, "declare_independence", opens_at, calendar, facts),
        action="declare_independence",
        met_at=(found.declared_at or found.at) if found.independent else None,
        subject=str(found.lead),
    )


def second_signature(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """Where somebody looked at their own work, as nobody else could be found: DPO, else chair."""
    for number, each in enumerate(facts.own_work, start=1):
        yield Duty(
            kind="second_signature",
            what="Sign as well: somebody had to look at their own work",
            role=Role.DPO,
            opens_at=each.at,
            due_at=due(policy, "second_signature", each.at, calendar, facts),
            action="second_signature",
            met_at=each.signed_at,
            occurrence=number,
            looks_at_work_of=frozenset({each.by}),
        )


RULES: tuple[Rule, ...] = (
    classify,
    verify_details,
    allocate_investigation,
    declare_independence,
    second_signature,
)
