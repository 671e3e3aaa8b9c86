"""The steps of an investigation that the policy prints: each done, or not appropriate (SIP-3)."""

from __future__ import annotations

from portal.rules.facts import Facts, StepDone
from tenants.policy.answers import InvestigationStep
from tenants.policy.schema import Policy

_ON_RECORD = {
    "staff": lambda facts: bool(facts.interviews),
    "expert_help": lambda facts: bool(facts.experts),
    "risks": lambda facts: bool(facts.noted_risks),
    "communications": lambda facts: bool(facts.communications or facts.no_communication),
    "evidence": lambda facts: bool(facts.evidence or facts.notes),
    "controls": lambda facts: bool(facts.improvements),
    "disciplinary": lambda facts: bool(facts.disciplinary),
    "outcome_report": lambda facts: any(not each.interim for each in facts.outcome_reports),
    "escalate": lambda facts: bool(facts.escalations),
    "people": lambda facts: facts.people_decision is not None,
}
"""Steps, by their key, that the record itself shows to be done."""


def steps(policy: Policy) -> tuple[InvestigationStep, ...]:
    """All of them in order; () where the policy prints none."""
    return policy.investigation_steps


def recorded(facts: Facts, key: str) -> StepDone | None:
    """What was last recorded of a step."""
    return next((each for each in reversed(facts.steps) if each.key == key), None)


def is_settled(facts: Facts, key: str) -> bool:
    """Whether a step is done, or not appropriate."""
    shown = _ON_RECORD.get(key)
    return recorded(facts, key) is not None or (shown is not None and shown(facts))


def open_steps(policy: Policy, facts: Facts) -> tuple[InvestigationStep, ...]:
    """The steps of which nothing is known yet."""
    return tuple(step for step in steps(policy) if not is_settled(facts, step.key))
