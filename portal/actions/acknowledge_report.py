"""Say that you have looked at the report.

Who: its first contacts, or who stands in for them. When: nobody of them has done anything yet.
What we ask: nothing; a note if there is something to say.
What happens: it stands on the record that the report was looked at, and when; what is owed next
goes on as it was. Anything else that a first contact does says the same.
What the policy decides: who the first contacts are (DBRP-5.1, SIP-1-head).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.rules.facts import Facts
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.responsibilities import Roles, first_contacts, looking_roles
from portal.rules.words import OPEN_STAGES
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class AcknowledgeReport:
    """A note, if there is one."""

    note: str = ""


def _waited_for(policy: Policy, facts: Facts) -> Roles:
    """The first contacts that have not looked, where it is not enough that one of them has."""
    each_of = frozenset(looking_roles(policy, facts)) - {role for role, _at in facts.looks}
    return each_of or (first_contacts(policy, facts) if facts.looked_at is None else frozenset())


def decide(
    facts: Facts, _policy: Policy, _person: Actor, said: AcknowledgeReport, now: datetime
) -> Outcome:
    """Looked at."""
    note = f" {said.note}" if said.note else ""
    return Outcome(replace(facts, looked_at=facts.looked_at or now), f"Looked at the report.{note}")


ACTION = Action(
    name="acknowledge_report",
    title="I have looked at it",
    said=AcknowledgeReport,
    decide=decide,
    who=first_contacts,
    from_stages=OPEN_STAGES,
    to_stages=OPEN_STAGES,
    clauses=("SIP-1-head", "DBRP-5.1"),
    offered=lambda policy, facts: bool(_waited_for(policy, facts)),
    for_whom=lambda policy, facts, actor: bool(_waited_for(policy, facts) & actor.roles),
)
