"""Say what you think of the notice.

Who: whoever was asked, in that role. When: text and list are still those they were
asked about.
What we ask: whether it can go out as it is; comments to send it back.
What happens: kept with who said it; sent back, the DPO is alerted.
What the policy decides: who is asked; whether to agree is needed, or to have been asked is enough.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.facts import Facts, Opinion
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.responsibilities import opinion_givers
from portal.rules.telling.agreeing import answers, asked_as_it_stands
from portal.rules.words import OPEN_STAGES, Family
from tenants.policy.schema import Policy
from tenants.roles import TITLES, Role


@dataclass(frozen=True, slots=True)
class GiveOpinion:
    """The opinion."""

    agrees: bool
    comment: str = ""


def decide(
    facts: Facts, _policy: Policy, person: Actor, said: GiveOpinion, now: datetime
) -> Outcome:
    """One opinion more, in every role the person was asked in."""
    if not said.agrees and not said.comment.strip():
        raise Refused("Say what should change", field="comment")
    roles = [role for role in facts.people.asked if role in person.roles]
    given = tuple(Opinion(role, person.known(), now, said.agrees, said.comment) for role in roles)
    people = replace(facts.people, opinions=(*facts.people.opinions, *given))
    who = ", ".join(TITLES[role] for role in roles)
    note = f" Comment: {said.comment}" if said.comment else ""
    if said.agrees:
        return Outcome(
            replace(facts, people=people), f"The notice can go out as it is, says: {who}.{note}"
        )
    return Outcome(
        replace(facts, people=people),
        f"Sent the notice back, as {who}.{note}",
        (Effect("alert", template="sent_back", to=(Role.DPO,)),),
    )


def _offered(_policy: Policy, facts: Facts) -> bool:
    open_ = any(one is None or not one.agrees for one in answers(facts).values())
    return open_ and asked_as_it_stands(facts)


ACTION = Action(
    name="give_opinion",
    title="Say what you think",
    said=GiveOpinion,
    decide=decide,
    who=opinion_givers,
    from_stages=OPEN_STAGES,
    to_stages=frozenset(),
    clauses=("DBRP-5.16",),
    offered=_offered,
    family=Family.PEOPLE,
)
