"""The steps of an investigation that the policy prints: each done, or not appropriate (SIP-3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from portal.rules.facts import Facts, StepDone
from portal.rules.words import Cause
from tenants.policy.answers import InvestigationStep
from tenants.policy.schema import Policy

_ON_RECORD: Final[Mapping[str, Callable[[Facts], bool]]] = {
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
    "established": lambda facts: bool(facts.awareness or facts.no_breach_at),
    "nature_and_cause": lambda facts: bool(_causes(facts) - {Cause.NOT_YET_KNOWN}),
    "extent_of_harm": lambda facts: facts.risk.legal_risk is not None,
    "stop_it": lambda facts: facts.contained,
}
"""Steps, by their key, that the record itself shows to be done."""


def _causes(facts: Facts) -> set[Cause]:
    found = facts.classification
    return set(found.causes) if found else set()


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
