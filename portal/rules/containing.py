"""Stopping it: who was asked to delete what, and whether a recipient may be asked at all."""

from __future__ import annotations

from portal.rules.facts import Deletion, Facts
from portal.rules.words import Answer


def recipients_are_safe(facts: Facts) -> bool:
    """Whether whoever received it may be contacted: nobody could be put in danger by that."""
    if facts.danger_check is not None:
        return facts.danger_check.safe
    return facts.intake.danger is Answer.NO


def unconfirmed(facts: Facts) -> tuple[Deletion, ...]:
    """Who was asked and has not confirmed."""
    return tuple(each for each in facts.deletions if each.confirmed_at is None)
