"""Consider who else must be told: whom the policy lists, and the bodies of nation and trust.

Who: who investigates, first contacts, Head, DPO. When: from the report on, also after closing:
danger may show late.
What we ask: who; told, when and with what reference; or why that is not needed (DBRP-5.9).
What happens: it stands on the record; the last word on each counts.
What the policy decides: whom to consider.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.also_told.considered import named
from portal.rules.facts import Considered, Facts
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.responsibilities.investigation import considerers_of_others
from portal.rules.words import ANY_STAGE
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class ConsiderOthers:
    """One of them, by key. `told_at` is None where it is not needed."""

    key: str
    told_at: datetime | None
    reference: str = ""
    note: str = ""


def decide(
    facts: Facts, policy: Policy, person: Actor, said: ConsiderOthers, now: datetime
) -> Outcome:
    """Considered."""
    who = named(policy, said.key)
    if who is None:
        raise Refused("Choose who was considered", field="key")
    if said.told_at is None and not said.note.strip():
        raise Refused("Say why they need not be told", field="note")
    if said.told_at is not None and said.told_at > now:
        raise Refused("When they were told must be in the past", field="told_at")
    entry = Considered(said.key, said.told_at, said.reference, said.note, person.known(), now)
    how = "Told" if said.told_at else "Need not be told"
    reference = f", reference {said.reference}" if said.reference else ""
    return Outcome(
        replace(facts, considered=(*facts.considered, entry)),
        f"{how}: {who}{reference}. {said.note}".strip(),
    )


ACTION = Action(
    name="consider_others",
    title="Consider who else must be told",
    said=ConsiderOthers,
    decide=decide,
    who=considerers_of_others,
    from_stages=ANY_STAGE,
    to_stages=ANY_STAGE,
    clauses=("DBRP-5.9",),
)
