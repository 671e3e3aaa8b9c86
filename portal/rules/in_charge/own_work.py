"""What was looked at by whoever made it, and waits for a second signature."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from portal.rules.facts import Facts, OwnWork
from portal.rules.outcome import Actor, Effect
from tenants.roles import Role

SIGNATURE: Final = Effect("alert", template="second_signature", to=(Role.DPO, Role.CHAIR))
"""Tells who may sign."""


def unsigned(facts: Facts) -> tuple[OwnWork, ...]:
    """What waits, oldest first."""
    return tuple(each for each in facts.own_work if each.signed_at is None)


def with_own(facts: Facts, action: str, person: Actor, now: datetime) -> tuple[OwnWork, ...]:
    """One more of these."""
    return (*facts.own_work, OwnWork(action, person.known(), now))
