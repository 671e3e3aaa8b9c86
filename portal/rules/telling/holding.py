"""Whether telling people waits on advice of law enforcement, and since when it is done publicly."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portal.rules.facts import Facts, TellingHeld
    from tenants.policy.schema import Policy

HELD = (
    "Law enforcement advised to wait with these notices. Lift the hold first: they are due the "
    "moment it is lifted."
)


def may_hold(policy: Policy) -> bool:
    """Whether the policy lets notices wait on the advice of law enforcement (DBRP-5.19)."""
    return policy.police_hold


def hold_in_force(facts: Facts) -> TellingHeld | None:
    """The hold that nobody has lifted yet (DBRP-5.19)."""
    last = facts.people.holds[-1] if facts.people.holds else None
    return last if last is not None and last.lifted_at is None else None


def held_until(facts: Facts) -> datetime | None:
    """When the last hold was lifted: notices decided on before are due at that moment."""
    return facts.people.holds[-1].lifted_at if facts.people.holds else None


def published_at(facts: Facts) -> datetime | None:
    """When the public communication was recorded that carries out the decision in force."""
    decision = facts.people_decision
    if decision is None:
        return None
    made = (each.at for each in facts.people.publications if each.at >= decision.at)
    return min(made, default=None)
