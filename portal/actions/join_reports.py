"""Join reports of one matter: another report goes on with this one.

Who: whoever triages: first contacts, Head, DPO; nobody whom either concerns. When: both are open,
at the same school, nobody outside has been told of the other yet, and no other school's incident
is linked with it: news from there would end at a report that goes on no more.
What we ask: which report, and why it is the same matter.
What happens: this incident takes the earliest clock, and is hidden from whom either concerns. The
other is kept, ended as joined: its duties lapse, its reporters keep their pages and receipts, and
what they add is looked at. Where somebody else than the DPO joins, the DPO looks at it.
What the policy decides: who the first contacts are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.errors import Refused
from portal.rules.ending.ended_without_dpo import as_dpo
from portal.rules.facts import Facts
from portal.rules.handed_in import BesideOther
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.reporting import joining
from portal.rules.responsibilities import triagers
from portal.rules.words import OPEN_STAGES
from tenants.policy.schema import Policy
from tenants.roles import Role


@dataclass(frozen=True, slots=True)
class JoinReports(BesideOther):
    """The report that is joined to this one; the desk fills in its facts."""

    incident: UUID
    reason: str


def decide(
    facts: Facts, _policy: Policy, person: Actor, said: JoinReports, now: datetime
) -> Outcome:
    """One matter from now on."""
    assert said.other is not None  # noqa: S101 - the desk has read it
    joining.check_joining(facts, said.other)
    if not said.reason.strip():
        raise Refused("Say why it is the same matter", field="reason")
    after = joining.joined(facts, said.other, person, said.reason, now)
    other = joining.ended_as_joined(said.other, facts, person, now)
    look = Effect("alert", template="ended_without_dpo", to=(Role.DPO,))
    return Outcome(
        after,
        f"Joined {said.other.reference} to this incident. Reason: {said.reason}",
        () if as_dpo(person) else (look,),
        joining.hidden_from(said.other.concerned, facts),
        other=Outcome(
            other,
            f"Joined to {facts.reference}, where it goes on. Reason: {said.reason}",
            rows=joining.hidden_from(facts.concerned, said.other),
        ),
    )


ACTION = Action(
    name="join_reports",
    title="Join another report to this one",
    said=JoinReports,
    decide=decide,
    who=triagers,
    from_stages=OPEN_STAGES,
    to_stages=OPEN_STAGES,
    clauses=("DBRP-4.5",),
    offered=lambda _policy, facts: facts.joined_to is None,
    second=lambda said: said.incident,
)
