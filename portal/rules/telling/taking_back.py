"""Whom taking back an import takes off the list, and who stays. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from portal.rules.telling.on_way import BY_HAND, TO_TELL_ANEW, TOLD, about_each
from portal.rules.telling.people_list import Listing, OnList


@dataclass(frozen=True, slots=True)
class TakenBack:
    """People on the list whom one import names, and no other that still counts."""

    gone: tuple[UUID, ...]
    """Of them nothing is kept: strangers to the incident have no place in it (UK GDPR 5(1)(c))."""
    stay: tuple[UUID, ...]
    """A notice was made about them, or somebody told them: that stays on the record."""


def taken_back(listing: Listing, version: int) -> TakenBack:
    """What becomes of those whom only the import that made this version names."""
    noticed = about_each(listing.envelopes)
    named = [one for one in listing.stored.values() if one.named_in == (version,)]
    stay = tuple(one.id for one in named if one.id in noticed or _was_told(one))
    return TakenBack(tuple(one.id for one in named if one.id not in stay), stay)


def without(listing: Listing, gone: Iterable[UUID]) -> Listing:
    """The list as it is once these are off it."""
    off = set(gone)
    return replace(
        listing,
        stored={one: stored for one, stored in listing.stored.items() if one not in off},
        people={one: person for one, person in listing.people.items() if one not in off},
    )


def _was_told(one: OnList) -> bool:
    return one.standing == TOLD or one.reason in BY_HAND | TO_TELL_ANEW
