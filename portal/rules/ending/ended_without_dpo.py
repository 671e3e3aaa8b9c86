"""What ended or was delayed without the DPO, and so waits for the DPO's look.

Until the DPO agrees the cautious clock goes on (UK GDPR Article 39).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from portal.rules.clock import (
    clock_ended_at,
    no_breach_confirmed,
    no_personal_data_confirmed,
)
from portal.rules.facts import Escalation, Facts, Resumed
from portal.rules.facts.known import in_force
from portal.rules.outcome import Actor
from portal.rules.telling.putting_right import with_none_found_wrong
from portal.rules.uk_time import day_and_time
from portal.rules.words import Answer, Escalated
from tenants.roles import Role


class Ended(StrEnum):
    """What was recorded."""

    NO_PERSONAL_DATA = "no_personal_data"
    NO_BREACH = "no_breach"
    AWARE_LATER = "aware_later"
    WITHDRAWN = "withdrawn"
    JOINED = "joined"


@dataclass(frozen=True, slots=True)
class Without:
    """One thing recorded without the DPO. `occurrence` counts from 1."""

    what: Ended
    at: datetime
    by: UUID | None
    """None: an anonymous reporter."""
    reason: str
    agreed_at: datetime | None
    occurrence: int = 1
    named: str = ""
    """The reference of the report that was joined, or since when the school was aware."""


def as_dpo(person: Actor) -> bool:
    """Whether what this person does counts as done by the DPO.

    The deputy stands in fully. Anybody else who stands in also decides for the school (Article
    38(6)): what they end is looked at once more.
    """
    if Role.DPO not in person.roles:
        return False
    return Role.DPO not in person.standing_in or Role.DEPUTY_DPO in person.roles


def without_dpo(facts: Facts) -> tuple[Without, ...]:
    """All that is in force and was recorded without the DPO, looked at or not."""
    return tuple(
        found
        for found in (
            _no_personal_data(facts),
            _no_breach(facts),
            _aware_later(facts),
            _withdrawn(facts),
            *_joined(facts),
        )
        if found is not None
    )


def waiting(facts: Facts) -> tuple[Without, ...]:
    """What the DPO has not looked at yet."""
    return tuple(each for each in without_dpo(facts) if each.agreed_at is None)


def recorders(facts: Facts) -> frozenset[UUID]:
    """Who recorded what waits for the DPO's look."""
    return frozenset(each.by for each in waiting(facts) if each.by is not None)


def looked_at_declined(
    facts: Facts, person: Actor, reasons: str, now: datetime
) -> tuple[Escalation, ...]:
    """The escalations, where an ending looked at also answers a 'no' of the Head.

    Who finds, or agrees, that it was no breach has looked at the case (Article 39). Nobody agrees
    with their own 'no' by the way.
    """
    declined = facts.escalation
    if declined is None or declined.what is not Escalated.DECLINED:
        return facts.escalations
    if declined.by == person.known():
        return facts.escalations
    agreed = Escalation(Escalated.DECLINE_AGREED, person.known(), now, reasons)
    return (*facts.escalations, agreed)


def taken_up(facts: Facts, person: Actor, reasons: str, now: datetime) -> tuple[Escalation, ...]:
    """The escalations once the DPO has the case, whatever the Head decided, or has not yet."""
    before = facts.escalation
    if before is not None and before.what in {Escalated.ESCALATED, Escalated.TAKEN_UP}:
        return facts.escalations
    return (*facts.escalations, Escalation(Escalated.TAKEN_UP, person.known(), now, reasons))


def resumed(before: Facts, after: Facts, now: datetime) -> Facts:
    """`after`, with a note of it where a finding no longer holds by which it was none."""
    notes = []
    if before.no_breach_at is not None and after.no_breach_at is None:
        notes.append(Resumed(before.no_breach_at, now, agreed=False))
    ended_at, still_ended_at = clock_ended_at(before), clock_ended_at(after)
    if ended_at is not None and ended_at != still_ended_at:
        notes.append(Resumed(ended_at, still_ended_at or now))  # another finding may hold it ended
    return replace(after, resumed=(*after.resumed, *notes))


def established_at(facts: Facts) -> datetime | None:
    """Since when it is known whether it is a breach; None while that is asked, also afresh."""
    afresh = [each.at for each in facts.reopenings if each.clock_from]
    known = facts.awareness or ((facts.aware,) if facts.aware else ())
    declared = (each.declared_at for each in known)
    found = [at for at in declared if not afresh or at >= afresh[-1]]
    return min((*found, *((facts.no_breach_at,) if facts.no_breach_at else ())), default=None)


def not_excluded(facts: Facts, by: UUID, now: datetime) -> Facts:
    """Without 'no breach'; whoever was told of that finding is told otherwise."""
    after = replace(
        facts,
        no_breach_at=None,
        no_breach_reason="",
        no_breach_by=None,
        no_breach_by_dpo=False,
        no_breach_undone_at=now if facts.no_breach_at else facts.no_breach_undone_at,
        people=with_none_found_wrong(facts, by, now),
    )
    return resumed(facts, after, now)


def data_not_excluded(facts: Facts, person: Actor, reason: str, now: datetime) -> Facts:
    """Classified as before, but for whether personal data is involved."""
    again = replace(
        facts.classifications[-1],
        personal_data=Answer.NOT_SURE,
        by=person.known(),
        at=now,
        reason=reason,
        by_dpo=as_dpo(person),
    )
    return resumed(facts, replace(facts, classifications=(*facts.classifications, again)), now)


def _no_personal_data(facts: Facts) -> Without | None:
    found = facts.classification
    if found is None or found.personal_data is not Answer.NO or found.by_dpo:
        return None
    agreed = facts.dpo_confirmed_at if no_personal_data_confirmed(facts) else None
    return Without(
        Ended.NO_PERSONAL_DATA,
        found.at,
        found.by,
        found.reason,
        agreed,
        len(facts.classifications),
    )


def _no_breach(facts: Facts) -> Without | None:
    at, by = facts.no_breach_at, facts.no_breach_by
    if at is None or by is None or facts.no_breach_by_dpo:
        return None
    agreed = facts.dpo_confirmed_at if no_breach_confirmed(facts) else None
    return Without(Ended.NO_BREACH, at, by, facts.no_breach_reason, agreed, facts.no_breach_times)


def _aware_later(facts: Facts) -> Without | None:
    *declared, moved = facts.awareness_here or (None,)
    if moved is None or moved.by_dpo:
        return None
    agreed = _agreed_since(facts, moved.declared_at)
    before = in_force(declared, None if agreed else facts.dpo_confirmed_at)
    if before is None or moved.aware_at <= before.aware_at:
        return None
    return Without(
        Ended.AWARE_LATER,
        moved.declared_at,
        moved.by,
        moved.reason,
        agreed,
        len(facts.awareness),
        day_and_time(moved.aware_at),
    )


def _withdrawn(facts: Facts) -> Without | None:
    found = facts.withdrawal
    if found is None:
        return None
    looked = found.taken_up_at or _agreed_since(facts, found.at)
    return Without(Ended.WITHDRAWN, found.at, found.by, found.reason, looked)


def _joined(facts: Facts) -> Iterator[Without]:
    """Reports that somebody else than the DPO joined to this one, each until it is agreed."""
    for number, each in enumerate(facts.joined, start=1):
        if not each.by_dpo:
            agreed = _agreed_since(facts, each.at)
            yield Without(
                Ended.JOINED, each.at, each.by, each.reason, agreed, number, each.reference
            )


def _agreed_since(facts: Facts, at: datetime) -> datetime | None:
    confirmed = facts.dpo_confirmed_at
    return confirmed if confirmed is not None and confirmed >= at else None
