"""Hand over what one person owes to somebody else: they leave, or are away for long (DBRP-5.7).

Who: the Head, the DPO, their deputy (as where another officer of their service leaves), and the
school's administrator, who may do it for an incident that they do not see. When: somebody owes
something of their own: a question, an agreed action, an investigation.
What we ask: from whom, to whom.
What happens: all of it is the other's, who is alerted and may see the incident. Whoever accepts an
invitation under another sign-in is the same person: the portal hands theirs over by itself.
What the policy decides: whether an officer may lead at this severity; where not, leading stays with
the role that leads in person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.errors import Refused
from portal.rules.facts import Facts
from portal.rules.in_charge.handing_over import Own, handed_over, holders_of_own, own
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.rows import Involve
from portal.rules.words import ANY_STAGE
from tenants.policy.schema import Policy
from tenants.roles import Role

WHO = frozenset({Role.HEAD, Role.DPO, Role.DEPUTY_DPO, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class HandOver:
    """Two persons of the school (the page offers no other)."""

    giver: UUID
    taker: UUID


def decide(facts: Facts, policy: Policy, person: Actor, said: HandOver, now: datetime) -> Outcome:
    """The other's from now on; done by nobody, the two are one person."""
    found = own(facts, policy, said.giver)
    if not found:
        raise Refused("This person owes nothing of their own here", field="giver")
    if said.taker == said.giver:
        raise Refused("Choose somebody else", field="taker")
    if said.taker in facts.concerned:
        raise Refused("It concerns this person: choose somebody else", field="taker")
    by = person.person_id or said.taker
    after = handed_over(facts, policy, said.giver, said.taker, by=by, now=now)
    involved = [Involve(said.taker, "lead")] * found.leads
    involved += [Involve(said.taker, "asked")] * bool(found.questions)
    involved += [Involve(said.taker, "owner")] * bool(found.improvements)
    what = _what(found)
    if person.person_id is None:
        sentence = f"Theirs under another sign-in from now on: {what}."
        return Outcome(after, sentence, (), tuple(involved))
    return Outcome(
        after,
        f"Handed over to somebody else. {what[0].upper()}{what[1:]}.",
        (Effect("alert", template="handed_over", people=(said.taker,)),),
        tuple(involved),
    )


def _what(found: Own) -> str:
    parts = ["the investigation"] * found.leads
    parts += [_counted(found.questions, "question to answer", "questions to answer")]
    parts += [_counted(found.improvements, "agreed action", "agreed actions")]
    return ", ".join(filter(None, parts))


def _counted(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}" if number else ""


ACTION = Action(
    name="hand_over",
    title="Hand over what somebody owes",
    said=HandOver,
    decide=decide,
    who=lambda _policy, _facts: WHO,
    from_stages=ANY_STAGE,
    to_stages=ANY_STAGE,
    clauses=("DBRP-5.7",),
    offered=lambda policy, facts: bool(holders_of_own(facts, policy)),
    by_portal=True,
    for_whom=lambda _policy, _facts, actor: bool(actor.roles & {Role.HEAD, Role.DPO}),
)
