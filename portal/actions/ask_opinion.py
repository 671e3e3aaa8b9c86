"""Ask what others think of the notice, and for a check of the list.

Who: the DPO, and whoever decides about the people affected. When: there is a text, or a list
of who is told, that nobody has been asked about yet.
What we ask: nothing more.
What happens: the roles of the policy owe an opinion, the safeguarding lead owes a check of the
list; all of them are alerted.
What the policy decides: who is asked (DBRP-5.16), and whether they must agree.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.facts import Facts
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.responsibilities import notice_consulted, notice_writers
from portal.rules.telling.agreeing import asked_as_it_stands, speaks
from portal.rules.telling.notice_parts import lacking
from portal.rules.words import OPEN_STAGES, Family
from tenants.policy.schema import Policy
from tenants.roles import TITLES, Role


@dataclass(frozen=True, slots=True)
class AskOpinion:
    """Nothing but the wish."""


def decide(
    facts: Facts, policy: Policy, _person: Actor, _said: AskOpinion, now: datetime
) -> Outcome:
    """Asked about the latest text."""
    people = facts.people
    if missing := lacking(people.texts[-1].parts):
        titles = "; ".join(one.title for one in missing)
        raise Refused(f"The law asks for more in this notice: {titles}. Write it first.")
    roles = notice_consulted(policy, facts)
    asked = replace(
        people,
        asked=roles,
        asked_at=now,
        asked_version=len(people.texts),
        asked_whom=people.whom,
        times_asked=people.times_asked + 1,
    )
    names = ", ".join(TITLES[role] for role in roles) or "nobody, as the policy says"
    effects = [Effect("alert", template="opinion_asked", to=roles)] if roles else []
    if people.imported:
        effects.append(Effect("alert", template="check_asked", to=(Role.DSL,)))
    return Outcome(
        replace(facts, people=asked),
        f"Asked about version {asked.asked_version} of the notice: {names}.",
        tuple(effects),
    )


def _offered(_policy: Policy, facts: Facts) -> bool:
    return speaks(facts) and bool(facts.people.texts) and not asked_as_it_stands(facts)


ACTION = Action(
    name="ask_opinion",
    title="Ask about the notice",
    said=AskOpinion,
    decide=decide,
    who=notice_writers,
    from_stages=OPEN_STAGES,
    to_stages=frozenset(),
    clauses=("DBRP-5.16",),
    offered=_offered,
    family=Family.PEOPLE,
)
