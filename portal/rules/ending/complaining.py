"""Complaints that came back: which still want an acknowledgement or an answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from portal.errors import Refused
from portal.rules.facts import Complaint, Facts


def complaints(facts: Facts) -> tuple[Complaint, ...]:
    """Those that are complaints, without mere replies."""
    return tuple(each for each in facts.people.complaints if each.is_complaint)


def unacknowledged(facts: Facts) -> tuple[Complaint, ...]:
    """Those that nobody has acknowledged yet."""
    return tuple(each for each in complaints(facts) if each.acknowledged_at is None)


def unanswered(facts: Facts) -> tuple[Complaint, ...]:
    """Those that nobody has answered yet."""
    return tuple(each for each in complaints(facts) if each.answered_at is None)


def found(among: Iterable[Complaint], ident: UUID) -> Complaint:
    """The one of this id. Raises Refused for any other."""
    one = next((each for each in among if each.id == ident), None)
    if one is None:
        raise Refused("Choose one of the complaints that are open", field="complaint")
    return one


def with_complaint(facts: Facts, done: Complaint) -> Facts:
    """The facts with this complaint as it stands now."""
    all_ = tuple(done if each.id == done.id else each for each in facts.people.complaints)
    return replace(facts, people=replace(facts.people, complaints=all_))
