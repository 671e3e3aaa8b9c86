"""What is one person's own in an incident, and its handing over to somebody else (DBRP-5.7).

What a role owes moves by itself when its people change. A question, an agreed action or leading the
investigation was given to one person: somebody else is chosen.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from portal.rules.facts import Facts
from portal.rules.in_charge.leading import handed_on, officer_may_lead
from portal.rules.words import Stage
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class Own:
    """What one person owes in an incident as themselves."""

    leads: bool
    questions: int
    improvements: int

    def __bool__(self) -> bool:
        return self.leads or self.questions > 0 or self.improvements > 0


def own(facts: Facts, policy: Policy, person: UUID) -> Own:
    """What is open. Where a role leads in person (SIP-6a), whoever holds it leads next."""
    return Own(
        leads=facts.lead == person
        and facts.stage is not Stage.CLOSED
        and officer_may_lead(policy, facts),
        questions=sum(one.to == person and one.answered_at is None for one in facts.questions),
        improvements=sum(one.owner == person and one.done_at is None for one in facts.improvements),
    )


def holders_of_own(facts: Facts, policy: Policy) -> frozenset[UUID]:
    """Everybody who owes something of their own."""
    people = {one.to for one in facts.questions} | {one.owner for one in facts.improvements}
    people.add(facts.lead)
    return frozenset(one for one in people if one is not None and own(facts, policy, one))


def handed_over(
    facts: Facts, policy: Policy, giver: UUID, taker: UUID, *, by: UUID, now: datetime
) -> Facts:
    """The same with `taker` in the place of `giver` in all that is open."""
    if own(facts, policy, giver).leads:
        led = handed_on(facts, taker, by=by, now=now, independent=False)
        facts = replace(facts, allocation=led)
    return replace(
        facts,
        questions=tuple(
            replace(one, to=taker) if one.to == giver and one.answered_at is None else one
            for one in facts.questions
        ),
        improvements=tuple(
            replace(one, owner=taker) if one.owner == giver and one.done_at is None else one
            for one in facts.improvements
        ),
    )
