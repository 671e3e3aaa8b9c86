"""Who else may have to be told: each considered once somebody is aware (DBRP-5.9)."""

from __future__ import annotations

from portal.rules.facts import Considered, Facts
from tenants.policy.answers import Point
from tenants.policy.schema import Policy


def others(policy: Policy) -> tuple[Point, ...]:
    """Everybody to consider, in the policy's order."""
    return policy.others_to_consider


def considered(facts: Facts, key: str) -> Considered | None:
    """What was last recorded of one of them."""
    return next((each for each in reversed(facts.considered) if each.key == key), None)


def not_considered(policy: Policy, facts: Facts) -> tuple[Point, ...]:
    """Those of whom nothing is recorded yet."""
    return tuple(point for point in others(policy) if considered(facts, point.key) is None)
