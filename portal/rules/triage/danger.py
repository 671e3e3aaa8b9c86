"""Whether somebody could be in danger: since when that is asked, and who has looked.

What a joined report says of it is asked here, from when it came: joining ends no look at danger.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from portal.rules.facts import Facts
from portal.rules.words import Answer


class Asked(NamedTuple):
    """One reason to look."""

    subject: str
    """'' for the report itself."""
    since: datetime
    looked_at: datetime | None


def asked(facts: Facts) -> tuple[Asked, ...]:
    """The report's own answer, somebody held back, and each joined report's."""
    found: list[tuple[str, datetime, datetime | None]] = []
    if facts.intake.danger is not Answer.NO:
        found.append(("", facts.reported_at, None))
    held_back_at = facts.people.held_back_at
    if facts.people.held_back and held_back_at is not None:
        found.append(("held_back", held_back_at, held_back_at))
    found += [(each.reference, at, each.at) for each in facts.joined if (at := each.danger_since)]
    return tuple(
        Asked(subject, since, _looked_at(facts, known_at)) for subject, since, known_at in found
    )


def open_since(facts: Facts) -> datetime | None:
    """Since when nobody has looked; None where there is nothing to look at."""
    return min((each.since for each in asked(facts) if each.looked_at is None), default=None)


def feared(facts: Facts) -> bool:
    """Whether a report says that somebody is in danger, or that was found."""
    return feared_since(facts) is not None


def feared_since(facts: Facts) -> datetime | None:
    """Since when that is known; None where nobody says so."""
    found = facts.danger_check
    since = [each.danger_since or each.at for each in facts.joined if each.feared]
    if facts.intake.danger is Answer.YES:
        since.append(facts.reported_at)
    if found is not None and not found.safe:
        since.append(found.at)
    return min(since, default=None)


def _looked_at(facts: Facts, known_at: datetime | None) -> datetime | None:
    """When it was looked at, knowing this; None: of the report itself whoever writes here knows.

    So what was done for somebody before the report was sent counts with its true time.
    """
    done = facts.danger_check
    return done.at if done and (known_at is None or done.at >= known_at) else None
