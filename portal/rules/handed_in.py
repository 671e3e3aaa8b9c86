"""What the desk adds to what somebody says before an action decides; not repeated on the record.

Without slots: an action's input may have a base of its own besides.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from portal.rules.facts import Facts
from portal.rules.telling.on_way import OnWay
from portal.rules.telling.people_list import OnList


@dataclass(frozen=True, kw_only=True)
class AboutList:
    """Said about the people affected: with their stored list, and the notices about them."""

    people: tuple[OnList, ...] = field(default=(), metadata={"kept": False})
    envelopes: tuple[OnWay, ...] = field(default=(), metadata={"kept": False})


@dataclass(frozen=True, kw_only=True)
class BesideOther:
    """Said of two incidents, as `Action.second` names the other: with that one's facts."""

    other: Facts | None = field(default=None, metadata={"kept": False})
    """None: it changes no other."""
