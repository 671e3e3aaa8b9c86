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
from datetime import date, datetime

from portal.errors import Refused
from portal.rules import erasing
from portal.rules.facts import Facts, Hold, KeptLonger
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.responsibilities import list_erasers
from portal.rules.rows import EraseIncident as Erasure
from portal.rules.rows import ErasePeople
from portal.rules.uk_time import day
from portal.rules.words import Stage
from tenants.calendar import UK
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class EraseIncident:
    """`holds`: what keeps it; none of them, and it is erased."""

    holds: tuple[Hold, ...] = ()
    reason: str = ""
    until: date | None = None
    """None: 90 days."""
    safeguarding_said: str = ""


def decide(
    facts: Facts, policy: Policy, person: Actor, said: EraseIncident, now: datetime
) -> Outcome:
    """Gone, or kept for a reason."""
    if said.holds:
        return _kept(facts, person, said, now)
    last = erasing.whole_kept_until(facts, policy)
    if last is None or now.astimezone(UK).date() <= last:
        kept = f" up to and including {day(last)}" if last else ""
        raise Refused(f"The school keeps this incident{kept}")
    if owed := erasing.keeps(facts, policy, now):
        raise Refused(f"Something is still open that keeps it: {'; '.join(owed)}")
    if erasing.concerns_safeguarding(facts) and not said.safeguarding_said.strip():
        raise Refused("Say what the safeguarding lead said", field="safeguarding_said")
    return Outcome(
        replace(facts, erased_at=now),
        "Erased: its time was over.",
        rows=(ErasePeople(()), Erasure()),
    )


def _kept(facts: Facts, person: Actor, said: EraseIncident, now: datetime) -> Outcome:
    if not said.reason.strip():
        raise Refused("Say why it is kept", field="reason")
    until = erasing.until(said.until, now)
    kept = KeptLonger(said.holds, said.reason, until, person.known(), now)
    return Outcome(
        replace(facts, kept_longer=(*facts.kept_longer, kept)),
        f"Kept until {day(until)} ({', '.join(said.holds)}): {said.reason}",
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
)
