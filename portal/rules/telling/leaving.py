"""Whether notices may leave at all, and what stops those that wait."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.facts import Facts
from portal.rules.rows import EnvelopeStanding, StopNotices
from portal.rules.telling.agreeing import to_be_told
from portal.rules.telling.holding import HELD, hold_in_force
from portal.rules.telling.on_way import EnvelopeState, OnWay
from portal.rules.telling.people_list import Listing, OnList, moved, opened, relisted
from portal.rules.telling.putting_right import decided, mistakes_in
from tenants.policy.schema import Policy

WRONG = "Something in this text was found wrong. Write another version first."


def require_free(facts: Facts) -> None:
    """Raise Refused while nothing may leave, however it was made: held, or decided otherwise."""
    if hold_in_force(facts) is not None:
        raise Refused(HELD)
    if not to_be_told(facts):
        raise Refused("It is not decided to write to people one by one. Decide that first.")


def found_wrong(facts: Facts, version: int) -> bool:
    """Whether something was found wrong after this version of the text was written, and nobody has
    decided that it need not be corrected.
    """
    wrong = (each for each in mistakes_in(facts, version) if each.subject)
    decisions = (decided(facts, each) for each in wrong)
    return any(done is None or done.corrected for done in decisions)


def all_stopped(
    listing: Listing,
) -> tuple[Listing, tuple[StopNotices | EnvelopeStanding, ...], int]:
    """The list with whatever waits stopped, the rows for it, and how many these are."""
    waiting = [one.id for one in listing.envelopes if one.waits]
    after, moving = moved(listing, dict.fromkeys(waiting, (EnvelopeState.STOPPED, "")))
    return after, (StopNotices(), *moving), len(waiting)


def stopped_at_once(
    facts: Facts,
    policy: Policy,
    people: tuple[OnList, ...],
    envelopes: tuple[OnWay, ...],
    now: datetime,
) -> tuple[Facts, tuple[object, ...], str]:
    """Facts after something was decided or found that what waits to leave must not outlive; the
    rows, and a sentence for the record. Nothing where nothing waits.
    """
    if not facts.people.waiting:
        return facts, (), ""
    listing, stopped, number = all_stopped(opened(people, envelopes))
    halted = replace(facts, people=replace(facts.people, stopped_at=now))
    after, rows = relisted(listing, {}, halted, policy, now)
    return after, (*stopped, *rows), f" Stopped the notices that had not left: {number}."
