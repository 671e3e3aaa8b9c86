"""Actions to stop it happening again, wherever they come from (SIP-3j, DBRP-5.22, A1.21)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID, uuid5

from portal.rules.facts import Facts, Improvement


def added(
    facts: Facts,
    what: str,
    owner: UUID,
    due_on: date,
    *,
    by: UUID,
    at: datetime,
    recommendation: str = "",
    training_for: str = "",
) -> Facts:
    """The facts with one action more."""
    one = Improvement(
        id=uuid5(facts.incident_id, f"improvement {len(facts.improvements) + 1}"),
        what=what,
        owner=owner,
        due_on=due_on,
        by=by,
        at=at,
        recommendation=recommendation,
        training_for=training_for,
    )
    return replace(facts, improvements=(*facts.improvements, one))
