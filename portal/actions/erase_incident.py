"""Erase a closed incident whose time is over.

Who: the DPO. When: it is closed, its time under the policy is over, and nothing is owed to the
regulator, to people or about danger.
What we ask: whether something keeps it: a complaint, a claim, the regulator, the police, or
safeguarding; then why and until when. Where safeguarding is concerned, what its lead said.
What happens: all that is said in it can never be read again: report, decisions, evidence, notices.
Its reference, kind, dates and how it ended stay, so that counts and the audit chain stay true.
What comes in later becomes a new incident that names this one. Or it is kept, and the question
comes again.
What the policy decides: for how many years incidents are kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.rules.facts import Facts
from portal.rules.keeping import erasing
from portal.rules.keeping.erasing import BeforeErasing
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.responsibilities import list_erasers
from portal.rules.rows import EraseIncident as Erasure
from portal.rules.rows import ErasePeople
from portal.rules.uk_time import day
from portal.rules.words import Stage
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class EraseIncident(BeforeErasing):
    """What keeps it; nothing, and it is erased."""


def decide(
    facts: Facts, policy: Policy, person: Actor, said: EraseIncident, now: datetime
) -> Outcome:
    """Gone, or kept for a reason."""
    if said.holds:
        kept = erasing.kept_longer(said, person.known(), now)
        return Outcome(
            replace(facts, kept_longer=(*facts.kept_longer, kept)),
            f"Kept until {day(kept.until)} ({', '.join(kept.holds)}): {kept.reason}",
        )
    last = erasing.whole_kept_until(facts, policy)
    erasing.require_over(facts, policy, last, said, now)
    return Outcome(
        replace(facts, erased_at=now),
        "Erased: its time was over.",
        rows=(ErasePeople(()), Erasure()),
    )


ACTION = Action(
    name="erase_incident",
    title="Erase the whole incident",
    said=EraseIncident,
    decide=decide,
    who=list_erasers,
    from_stages=frozenset({Stage.CLOSED}),
    to_stages=frozenset(),
    clauses=(),
    offered=lambda _policy, facts: facts.erased_at is None,
    not_before=erasing.over_at,
)
