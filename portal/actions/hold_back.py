"""Hold somebody back: nobody writes to or about them until the safeguarding lead releases.

Who: the safeguarding lead or deputy, the Head, the DPO, whoever decides about the people affected.
When: any time, also while notices are being sent.
What we ask: why (refuge, hidden address, adoption kept secret, danger).
What happens: notices about them that have not left do not leave; whether anybody is in danger is
asked of the safeguarding lead at once. A release made before ends.
What the policy decides: nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from portal.errors import Refused
from portal.rules.facts import Facts
from portal.rules.handed_in import AboutList
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.responsibilities import holders_back
from portal.rules.telling.on_way import EnvelopeState
from portal.rules.telling.people_list import moved, opened, relisted
from portal.rules.words import OPEN_STAGES, Family
from tenants.policy.schema import Policy
from tenants.roles import Role


@dataclass(frozen=True, slots=True)
class HoldBack(AboutList):
    """Whom, and why."""

    person_id: UUID
    reason: str


def decide(facts: Facts, policy: Policy, person: Actor, said: HoldBack, now: datetime) -> Outcome:
    """The list with one person held back, and their notices left out."""
    if not said.reason.strip():
        raise Refused("Say why nobody may be told yet", field="reason")
    listing, left_out = moved(
        opened(said.people, said.envelopes),
        {
            one.id: (EnvelopeState.LEFT_OUT, "held_back")
            for one in said.envelopes
            if one.waits and said.person_id in one.about
        },
    )
    found = listing.people.get(said.person_id)
    if found is None:
        raise Refused("This person is no longer on the list")
    changes = {found.id: replace(found, held_back=True, released=None)}
    after, rows = relisted(listing, changes, facts, policy, now)
    return Outcome(
        after,
        f"Held back one of the people affected. Reason: {said.reason}",
        (Effect("alert", template="held_back", to=(Role.DSL, Role.DPO)),),
        (*rows, *left_out),
    )


ACTION = Action(
    name="hold_back",
    title="Hold somebody back",
    said=HoldBack,
    decide=decide,
    who=holders_back,
    from_stages=OPEN_STAGES,
    to_stages=frozenset(),
    clauses=("DBRP-5.16",),
    offered=lambda _policy, facts: facts.people.imported > 0,
    family=Family.DANGER,
)
