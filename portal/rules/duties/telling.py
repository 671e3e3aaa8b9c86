"""Telling people: one by one or publicly, held for a while, and reviewed while held."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from portal.rules.also_told.sharing import other_tells
from portal.rules.duties.duty import Duty, Rule
from portal.rules.facts import Facts, HoldTerm, TellingHeld
from portal.rules.responsibilities import people_decider_role
from portal.rules.telling.agreeing import asked_as_it_stands, obliged, to_be_told
from portal.rules.telling.holding import held_until, hold_in_force, published_at
from portal.rules.telling.leaving import found_wrong
from portal.rules.telling.putting_right import correcting, nobody_to_tell
from portal.rules.timescales import due
from portal.rules.uk_time import end_of_day
from portal.rules.words import Family, PeopleChoice
from tenants.calendar import Calendar
from tenants.policy.schema import Policy
from tenants.roles import Role


def send_notices(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """DBRP-5.16: without undue delay, once it is decided to tell people.

    Not while law enforcement advises to wait; at once when that ends (DBRP-5.19). Not where a joint
    controller tells them (DBRP-5.11).
    """
    decision, people = facts.people_decision, facts.people
    publicly = decision is not None and decision.choice is PeopleChoice.PUBLICLY
    if decision is None or not (to_be_told(facts) or publicly) or other_tells(facts):
        return
    met_at = published_at(facts) if publicly else _sent_at(facts)
    if met_at is None and (hold_in_force(facts) is not None or nobody_to_tell(facts)):
        return
    lifted = held_until(facts)
    at_once = lifted is not None and lifted >= decision.at
    opens_at = lifted if lifted is not None and at_once else decision.at
    yield Duty(
        kind="send_notices",
        what="Tell the people affected publicly" if publicly else "Tell the people affected",
        role=Role.DPO,
        opens_at=opens_at,
        due_at=opens_at if at_once else due(policy, "send_notices", opens_at, calendar, facts),
        family=Family.PEOPLE,
        action=_next_step(facts, publicly=publicly),
        met_at=met_at,
        occurrence=max(len(people.publications if publicly else people.sendings), 1),
        subject="publicly" if publicly else "",
    )
    if met_at is not None and not publicly and not nobody_to_tell(facts):
        yield from _send_since(facts, policy, calendar)


def _send_since(facts: Facts, policy: Policy, calendar: Calendar) -> Iterator[Duty]:
    """Whoever can be told only since notices were sent; a hold keeps theirs back as well."""
    since, lifted = facts.people.unsent_since, held_until(facts)
    if since is None or hold_in_force(facts) is not None:
        return
    at_once = lifted is not None and lifted >= since
    yield Duty(
        kind="send_notices",
        what="Tell those who have come on the list, or can be told, since notices were sent",
        role=Role.DPO,
        opens_at=since,
        due_at=lifted
        if lifted and at_once
        else due(policy, "send_notices", since, calendar, facts),
        family=Family.PEOPLE,
        action=_next_step(facts, publicly=False),
        subject="since",
        occurrence=len(facts.people.sendings),
    )


def _sent_at(facts: Facts) -> datetime | None:
    """Since when everybody is told; a correction that has begun is a duty of its own."""
    people, begun = facts.people, correcting(facts)
    if begun and begun.settled_at:
        return begun.settled_at
    return None if people.stopped_at or people.list_is_wrong else people.settled_at


def _next_step(facts: Facts, *, publicly: bool) -> str:
    """The action that comes next on the way to telling them."""
    people = facts.people
    if not publicly and (not people.imported or people.list_is_wrong):
        return "import_people"
    if not people.texts or _to_write(facts):
        return "write_notice"
    if not asked_as_it_stands(facts) and not obliged(facts):
        return "ask_opinion"
    if publicly:
        return "record_publication"
    # all are made: e-mails leave by themselves, letters wait for somebody to post them
    return "record_posted" if people.waiting and people.unsent == 0 else "send_notices"


def _to_write(facts: Facts) -> bool:
    """Whether the latest text cannot be sent: it says what was found wrong; or it corrects, and who
    is to be told has never been told; or the other way round.
    """
    people, text = facts.people, facts.people.texts[-1]
    corrects = correcting(facts) is not None
    never_told = people.unsent_since is not None and people.stopped_at is None
    if text.corrects is not corrects and (corrects or never_told):
        return True
    return found_wrong(facts, text.version)


def review_hold(facts: Facts, policy: Policy, calendar: Calendar, _now: datetime) -> Iterator[Duty]:
    """DBRP-5.19: on its day, else after the policy's period; lifted, or prolonged with a reason."""
    if nobody_to_tell(facts):
        return
    number = 0
    for held in facts.people.holds:
        for place, term in enumerate(held.terms):
            number += 1
            yield Duty(
                kind="review_hold",
                what="Ask whether the notices must still wait; lift the hold, or prolong it",
                role=people_decider_role(policy, facts),
                opens_at=term.at,
                due_at=end_of_day(term.review_on)
                if term.review_on
                else due(policy, "review_hold", term.at, calendar, facts),
                family=Family.PEOPLE,
                action="lift_hold",
                met_at=_reviewed_at(held, place),
                occurrence=number,
            )


def _reviewed_at(held: TellingHeld, place: int) -> datetime | None:
    later: tuple[HoldTerm, ...] = held.terms[place + 1 :]
    return later[0].at if later else held.lifted_at


CLAUSES = ("DBRP-1.5", "DBRP-5.16", "DBRP-5.19", "SIP-3f")

RULES: tuple[Rule, ...] = (send_notices, review_hold)
