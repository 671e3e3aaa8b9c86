"""Lift the hold on the notices, or let it go on.

Who: the DPO, and whoever decides about the people affected. When: the notices are held.
What we ask: lifted, or until when it goes on; and why.
What happens: lifted, the notices that were decided on are due at once. Prolonged, it is reviewed
again on its new day.
What the policy decides: the time after which a hold without a date is reviewed (DBRP-5.19).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from portal.errors import Refused
from portal.rules.facts import Facts, HoldTerm, TellingHeld
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.responsibilities import notice_writers
from portal.rules.telling.agreeing import speaks
from portal.rules.telling.holding import hold_in_force
from portal.rules.uk_time import day
from portal.rules.words import OPEN_STAGES, Family
from tenants.calendar import uk_date
from tenants.policy.schema import Policy
from tenants.roles import Role


@dataclass(frozen=True, slots=True)
class LiftHold:
    """Over, or until when."""

    lifted: bool
    reason: str
    review_on: date | None = None


def decide(facts: Facts, policy: Policy, person: Actor, said: LiftHold, now: datetime) -> Outcome:
    """The hold ends, or has another term."""
    held = hold_in_force(facts)
    if held is None:
        raise Refused("The notices are not held")
    if not said.reason.strip():
        raise Refused("Say why, and who advised it", field="reason")
    if said.lifted:
        return _lifted(facts, held, person, said, now)
    if said.review_on is not None and said.review_on <= uk_date(now):
        raise Refused("Choose a later day", field="review_on")
    term = HoldTerm(said.review_on, said.reason.strip(), person.known(), now)
    until = f" until {day(said.review_on)}" if said.review_on else ""
    return Outcome(
        _with(facts, replace(held, terms=(*held.terms, term))),
        f"Prolonged the hold on the notices{until}. {term.reason}",
    )


def _lifted(
    facts: Facts, held: TellingHeld, person: Actor, said: LiftHold, now: datetime
) -> Outcome:
    ended = replace(held, lifted_at=now, lifted_by=person.known(), lifted_why=said.reason.strip())
    due = " They are due at once." if speaks(facts) else ""
    return Outcome(
        _with(facts, ended),
        f"Lifted the hold on the notices.{due} {ended.lifted_why}",
        (Effect("alert", template="hold_lifted", to=(Role.HEAD, Role.DPO)),),
    )


def _with(facts: Facts, held: TellingHeld) -> Facts:
    return replace(facts, people=replace(facts.people, holds=(*facts.people.holds[:-1], held)))


ACTION = Action(
    name="lift_hold",
    title="Review the hold",
    said=LiftHold,
    decide=decide,
    who=notice_writers,
    from_stages=OPEN_STAGES,
    to_stages=frozenset(),
    clauses=("DBRP-5.19",),
    offered=lambda _policy, facts: hold_in_force(facts) is not None,
    family=Family.PEOPLE,
)
