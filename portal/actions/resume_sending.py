"""Go on sending what was stopped.

Who: the DPO or a stand-in. When: notices were stopped, and
law enforcement does not advise to wait.
What we ask: nothing more.
What happens: they wait again to be sent; each is looked at again in the moment of sending.
What the policy decides: nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.envelopes import EnvelopeState, OnWay
from portal.rules.facts import Facts
from portal.rules.holding import HELD, hold_in_force
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.people_list import OnList, moved, opened, relisted
from portal.rules.responsibilities import dpo_only
from portal.rules.words import OPEN_STAGES, Channel, Family
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class ResumeSending:
    """Nothing but the wish."""

    people: tuple[OnList, ...] = field(default=(), metadata={"kept": False})
    envelopes: tuple[OnWay, ...] = field(default=(), metadata={"kept": False})


def decide(
    facts: Facts, policy: Policy, person: Actor, said: ResumeSending, now: datetime
) -> Outcome:
    """What was stopped waits again."""
    if hold_in_force(facts) is not None:
        raise Refused(HELD)
    stopped = [one for one in said.envelopes if one.state is EnvelopeState.STOPPED]
    listing, again = moved(
        opened(said.people, said.envelopes),
        {one.id: (EnvelopeState.WAITING, "") for one in stopped},
        again=True,
    )
    going_on = replace(facts, people=replace(facts.people, stopped_at=None))
    after, rows = relisted(listing, {}, going_on, policy, now)
    letters = any(one.channel is Channel.LETTER for one in stopped)
    return Outcome(
        after,
        f"Went on sending {len(stopped)} notices.",
        (Effect("letters"),) if letters else (),
        (*rows, *again),
    )


ACTION = Action(
    name="resume_sending",
    title="Go on sending",
    said=ResumeSending,
    decide=decide,
    who=dpo_only,
    from_stages=OPEN_STAGES,
    to_stages=frozenset(),
    clauses=("DBRP-5.16",),
    offered=lambda _policy, facts: facts.people.stopped_at is not None,
    family=Family.PEOPLE,
    needs_people=True,
)
