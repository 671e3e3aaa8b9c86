"""Check the list of people against the school's current records.

Who: the safeguarding lead or deputy. When: people are on the list; not longer than 24 hours before
the notices are sent.
What we ask: against which records. Whoever must not be told is held back first, one by one.
What happens: this version of the list counts as checked; a new import asks again.
What the policy decides: nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.facts import Facts
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.responsibilities import list_checkers
from portal.rules.words import OPEN_STAGES, Family
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class CheckList:
    """The records, and the version of the list that was looked at."""

    against: str
    version: int


def decide(facts: Facts, _policy: Policy, person: Actor, said: CheckList, now: datetime) -> Outcome:
    """Checked as it stands."""
    people = facts.people
    if said.version != people.list_version:
        raise Refused("The list has changed since you opened this page. Look at it again.")
    if not said.against.strip():
        raise Refused("Say which records you checked", field="against")
    checked = replace(
        people,
        checks=people.checks + 1,
        list_checked_at=now,
        list_checked_by=person.known(),
        checked_version=people.list_version,
    )
    return Outcome(
        replace(facts, people=checked),
        f"Checked version {people.list_version} of the list. Against: {said.against}",
    )


ACTION = Action(
    name="check_list",
    title="Check the list",
    said=CheckList,
    decide=decide,
    who=list_checkers,
    from_stages=OPEN_STAGES,
    to_stages=frozenset(),
    clauses=("DBRP-5.16",),
    offered=lambda _policy, facts: facts.people.imported > 0,
    family=Family.PEOPLE,
)
