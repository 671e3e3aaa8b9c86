"""Whether a notice that was made is the one that today's list would make: asked in the moment of
sending, of printing and of posting, and whenever something about somebody on the list changes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias
from uuid import UUID

from portal.rules.telling.addressees import Affected, Plan, PlannedNotice
from portal.rules.telling.envelope import Envelope

ByPeople: TypeAlias = "Mapping[frozenset[UUID], Sequence[PlannedNotice]]"
"""Planned notices by whom they are about."""


def by_people(today: Plan) -> ByPeople:
    """Today's notices, to be found by the people they are about."""
    found: defaultdict[frozenset[UUID], list[PlannedNotice]] = defaultdict(list)
    for notice in today.notices:
        found[frozenset(notice.about)].append(notice)
    return dict(found)


def still_so(
    stored: Envelope,
    about: Iterable[UUID],
    today: ByPeople,
    people: Mapping[UUID, Affected],
) -> bool:
    """Whether today's list would make this very envelope."""
    planned = stored.as_planned()
    return any(
        Envelope.of(stored.id, notice, people).as_planned() == planned
        for notice in today.get(frozenset(about), ())
    )
