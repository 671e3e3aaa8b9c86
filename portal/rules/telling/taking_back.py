"""Whom taking back an import takes off the list, and who stays. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from portal.rules.telling.addressees import Affected
from portal.rules.telling.on_way import BY_HAND, TO_TELL_ANEW, TOLD, about_each
from portal.rules.telling.people_list import Listing, OnList


@dataclass(frozen=True, slots=True)
class TakenBack:
    """People on the list whom one import names, and no other that still counts."""

    gone: tuple[UUID, ...]
    """Of them nothing is kept: strangers to the incident have no place in it (UK GDPR 5(1)(c))."""
    stay: tuple[UUID, ...]
    """A notice was made about them, or somebody told them: that stays on the record."""
    doubtful: tuple[UUID, ...]
    """Another import names them as well, and what is known of them is what this later one said."""


def taken_back(listing: Listing, version: int) -> TakenBack:
    """What becomes of those whom only the import that made this version names."""
    noticed = about_each(listing.envelopes)
    named = [one for one in listing.stored.values() if one.named_in == (version,)]
    stay = tuple(one.id for one in named if one.id in noticed or _was_told(one))
    return TakenBack(
        gone=tuple(one.id for one in named if one.id not in stay),
        stay=stay,
        doubtful=tuple(
            one.id
            for one in listing.stored.values()
            if len(one.named_in) > 1 and one.named_in[-1] == version
        ),
    )


def to_check(person: Affected) -> Affected:
    """The person, to or about whom nobody writes by what the wrong list said, until somebody has
    looked at it.
    """
    contacts = tuple(replace(each, checked=False) for each in person.contacts)
    return replace(person, contacts=contacts, left_address_confirmed=False)


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
