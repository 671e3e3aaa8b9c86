"""Stopping it: what helps, who was asked to delete what, whether a recipient may be asked."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from typing import Final

from portal.rules.facts import ContainmentStep, Deletion, Facts
from portal.rules.triage import danger
from portal.rules.triage.measures import BY_IT, MEASURES
from portal.rules.words import NOTHING_TO_STOP, Answer, Containment

_DEVICES: Final = frozenset({"lost_device", "stolen_device"})


def in_words(step: ContainmentStep) -> str:
    """What was done, as a sentence or two, for the school's own record."""
    return _done(step) or "Said when it was classified"


def done(facts: Facts) -> tuple[str, ...]:
    """What was done, for those outside to read: a mere answer on where it stands says nothing."""
    return tuple(said for step in facts.containment if (said := _done(step)))


def _done(step: ContainmentStep) -> str:
    named = "; ".join(MEASURES[measure] for measure in step.measures)
    return f"{named}. {step.what}".strip() if named else step.what


def device_is_gone(facts: Facts) -> bool:
    """Whether a laptop, phone or memory stick was lost or stolen."""
    last = facts.classification
    return last is not None and bool(_DEVICES & set(last.sub_causes))


def it_asked_at(facts: Facts) -> datetime | None:
    """Since when IT is asked to help: systems were hit, or a device is gone (DBRP-1.7, 5.8)."""
    if facts.intake.systems_affected:
        return facts.reported_at
    gone = (each.at for each in facts.classifications if _DEVICES & set(each.sub_causes))
    return min(gone, default=None) if device_is_gone(facts) else None


def it_done_at(facts: Facts) -> datetime | None:
    """When a step of theirs was recorded."""
    steps = (step.at for step in facts.containment if BY_IT & set(step.measures))
    return min(steps, default=None)


def has_stopped(facts: Facts) -> bool:
    """Whether it had stopped by itself when it was reported."""
    return facts.intake.still_going_on is Answer.NO and not facts.containment


def counted_as_stopped(facts: Facts, at: datetime) -> bool:
    """Whether at that time there was nothing to be stopped any more."""
    before = [step for step in facts.containment if step.at < at]
    if before:
        return before[-1].state is not Containment.ONGOING
    return facts.intake.still_going_on is Answer.NO or facts.kind in NOTHING_TO_STOP


def to_stop_since(facts: Facts) -> tuple[datetime, ...]:
    """Each time that it came to be stopped: the report; whenever it was not contained after all;
    whenever it was more than a near miss after all.
    """
    found = [
        step.at
        for step in facts.containment
        if step.state is Containment.ONGOING and counted_as_stopped(facts, step.at)
    ]
    for before, after in pairwise(facts.classifications):
        if before.kind in NOTHING_TO_STOP and after.kind not in NOTHING_TO_STOP:
            found.append(after.at)
    return (facts.reported_at, *sorted(found))


def recipients_are_safe(facts: Facts) -> bool:
    """Whether whoever received it may be contacted: nobody could be put in danger by that."""
    if danger.open_since(facts) is not None:
        return False
    return facts.danger_check is None or facts.danger_check.safe


def unconfirmed(facts: Facts) -> tuple[Deletion, ...]:
    """Who was asked and has not confirmed."""
    return tuple(each for each in facts.deletions if each.confirmed_at is None)
