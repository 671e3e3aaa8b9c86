"""Children in care: the authority is written to first, and says who else is told, and how."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from portal.rules.addressees import Affected
from portal.rules.envelopes import LIVE, OnWay
from portal.rules.facts import AuthorityAsked, People


def asking_authorities(
    facts: People, people: Iterable[Affected], envelopes: Iterable[OnWay], now: datetime
) -> People:
    """Facts that know since when an authority owes its answer, or that none does any more.

    It is asked by the notice that goes to it alone.
    """
    written_about = {one for on_way in envelopes if on_way.state in LIVE for one in on_way.about}
    awaited = any(is_asked(one) and one.id in written_about for one in people)
    asked = facts.authorities_asked
    is_open = bool(asked) and asked[-1].answered_at is None
    if awaited and not is_open:
        asked = (*asked, AuthorityAsked(now))
    elif is_open and not awaited:
        asked = (*asked[:-1], replace(asked[-1], answered_at=now))
    return replace(facts, authorities_asked=asked)


def is_asked(person: Affected) -> bool:
    """Whether it is still for an authority to say who else is told about this child."""
    settled = person.care_instruction or person.released or person.deceased or person.held_back
    return person.in_care and person.authority is not None and not settled
