"""Children in care: the authority is written to first, and says who else is told, and how."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from portal.rules.facts import AuthorityAsked, People
from portal.rules.telling.addressees import Affected, CareInstruction, is_adult
from portal.rules.telling.changes import AffectedAfterAll, CareSaid, Change
from portal.rules.telling.on_way import LIVE, MORE_TO_TELL, NOBODYS, OnWay


def asking_authorities(
    facts: People, people: Iterable[Affected], envelopes: Iterable[OnWay], now: datetime
) -> People:
    """Facts that know since when an authority owes its answer, or that none does any more.

    It is asked by the notice that goes to it (`Envelope.asks`).
    """
    written_about = _written_about(envelopes)
    awaited = any(is_asked(one) and one.id in written_about for one in people)
    asked = facts.authorities_asked
    is_open = bool(asked) and asked[-1].answered_at is None
    if awaited and not is_open:
        asked = (*asked, AuthorityAsked(now))
    elif is_open and not awaited:
        asked = (*asked[:-1], replace(asked[-1], answered_at=now))
    return replace(facts, authorities_asked=asked)


def after_answer(
    before: tuple[str, str], change: Change, person: Affected, envelopes: Iterable[OnWay]
) -> tuple[str, str]:
    """Where telling stands once the authority has said whom else: a notice to it alone is not
    enough any more where it names somebody, and is again where it takes that back. The same where
    a child about whom it has answered is affected after all.
    """
    answered = person.care_instruction if before == NOBODYS else None
    said = answered if isinstance(change, AffectedAfterAll) else change
    if not isinstance(said, CareInstruction | CareSaid):
        return before
    if said.to and person.id in _written_about(envelopes):
        return "unresolved", MORE_TO_TELL
    return ("to_be_told", "") if before[1] == MORE_TO_TELL else before


def _written_about(envelopes: Iterable[OnWay]) -> set[UUID]:
    return {one for on_way in envelopes if on_way.state in LIVE for one in on_way.about}


def are_asked(people: Iterable[Affected]) -> bool:
    """Whether a notice about these people is to ask the authority that reads it."""
    return any(is_asked(one) for one in people)


def is_asked(person: Affected) -> bool:
    """Whether it is still for an authority to say who else is told about this child."""
    settled = person.care_instruction or person.released or person.held_back
    nobodys = person.deceased or person.not_affected
    return person.in_care and person.authority is not None and not (settled or nobodys)


def still_asked(person: Affected, on: date) -> bool:
    """The same on this day: about somebody of 18 no authority is asked any more."""
    return is_asked(person) and not is_adult(person, on)
