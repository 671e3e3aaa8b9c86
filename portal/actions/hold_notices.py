"""Hold the notices, because law enforcement advised to wait.

Who: the DPO, and whoever decides about the people affected. When: any time before all have left;
deciding, listing and writing go on meanwhile.
What we ask: who advised it, their reference, since when, why, and when it is looked at again.
What happens: nothing more leaves from this moment on. To warn somebody in danger by phone or in
person is never held. The hold is reviewed on its day.
What the policy decides: whether notices may wait for that at all (DBRP-5.19), and the time after
which a hold without a date is reviewed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from portal.errors import Refused
from portal.rules.facts import Facts, HoldTerm, TellingHeld
from portal.rules.handed_in import AboutList
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.plain_text import ended
from portal.rules.responsibilities import notice_writers
from portal.rules.telling.holding import hold_in_force, may_hold
from portal.rules.telling.leaving import all_stopped
from portal.rules.telling.people_list import opened, relisted
from portal.rules.uk_time import day
from portal.rules.words import OPEN_STAGES, Family
from tenants.calendar import uk_date
from tenants.policy.schema import Policy
from tenants.roles import Role


@dataclass(frozen=True, slots=True)
class HoldNotices(AboutList):
    """Whose advice it is, and for how long."""

    advised_by: str
    reference: str
    since: date
    reason: str
    review_on: date | None = None


def decide(
    facts: Facts, policy: Policy, person: Actor, said: HoldNotices, now: datetime
) -> Outcome:
    """Held; what waited is stopped."""
    _check(said, now)
    term = HoldTerm(said.review_on, said.reason.strip(), person.known(), now)
    held = TellingHeld(said.advised_by.strip(), said.reference.strip(), said.since, (term,))
    listing, stopped, number = all_stopped(opened(said.people, said.envelopes))
    people = replace(
        facts.people,
        holds=(*facts.people.holds, held),
        stopped_at=now if number else facts.people.stopped_at,
    )
    after, rows = relisted(listing, {}, replace(facts, people=people), policy, now)
    until = f" To be reviewed on {day(said.review_on)}." if said.review_on else ""
    return Outcome(
        after,
        f"Held the notices to the people affected since {day(said.since)}, as {held.advised_by} "
        f"advised, reference {ended(held.reference)} {ended(term.reason)}{until}",
        (Effect("alert", template="notices_held", to=(Role.HEAD, Role.DPO)),),
        (*stopped, *rows),
    )


def _check(said: HoldNotices, now: datetime) -> None:
    if not said.advised_by.strip():
        raise Refused("Say who advised you to wait", field="advised_by")
    if not said.reference.strip():
        raise Refused("Give their reference, or how to reach them", field="reference")
    if said.since > uk_date(now):
        raise Refused("This must be today or in the past", field="since")
    if not said.reason.strip():
        raise Refused("Say why telling people now would do harm", field="reason")
    if said.review_on is not None and said.review_on < uk_date(now):
        raise Refused("Choose today or a later day", field="review_on")


ACTION = Action(
    name="hold_notices",
    title="Hold the notices",
    said=HoldNotices,
    decide=decide,
    who=notice_writers,
    from_stages=OPEN_STAGES,
    to_stages=frozenset(),
    clauses=("DBRP-5.19",),
    offered=lambda policy, facts: may_hold(policy) and hold_in_force(facts) is None,
    family=Family.PEOPLE,
)
