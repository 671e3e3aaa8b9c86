"""How far telling the people on the list has come: counted from where each of them stands. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self
from uuid import UUID

from portal.rules.facts import Facts, People
from portal.rules.telling.agreeing import to_be_told
from portal.rules.telling.on_way import (
    BY_HAND,
    LEFT,
    LIVE,
    MORE_TO_TELL,
    TOLD,
    EnvelopeState,
    OnWay,
)
from portal.rules.telling.putting_right import correcting

SENT_ANEW = frozenset({EnvelopeState.FAILED.value, EnvelopeState.LEFT_OUT.value, MORE_TO_TELL})
"""Reasons of those about whom a notice is still to come, and whom a new sending may reach."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many stand where: people by their standings, and the notices about them."""

    unresolved: int
    """People about whom somebody must still decide."""
    unsent: int
    """People whom a sending could reach and who have no notice, or one that came back."""
    waiting: int
    """Notices that have still to leave."""
    to_tell: bool
    """Whether anybody has never had a notice made, or has one that was stopped."""
    stopped: bool
    """Whether notices that were stopped lie there, about anybody of whom it is not settled."""
    to_correct: int
    """People whom a sending could reach and who have had a notice that is being corrected."""
    told: bool
    """Whether anybody is told, by a notice or by word."""
    left: bool
    """Whether any notice is out of our hands."""

    @classmethod
    def of(cls, standings: Mapping[UUID, tuple[str, str]], envelopes: Iterable[OnWay]) -> Self:
        """Count people, by their (standing, reason), and notices."""
        envelopes = tuple(envelopes)
        stopped = _about(one for one in envelopes if one.state is EnvelopeState.STOPPED)
        by_hand = (one for one, (_, reason) in standings.items() if reason in BY_HAND)
        told = {one for one, (stands, _) in standings.items() if stands == TOLD}
        covered = _about(one for one in envelopes if one.state in LIVE)
        planned = {one for one, (stands, _) in standings.items() if stands == "to_be_told"}
        to_tell = planned - (covered - stopped)
        astray = {one for one, (_, reason) in standings.items() if reason in SENT_ANEW}
        misled = _about(one for one in envelopes if one.state is EnvelopeState.CORRECTED)
        return cls(
            unresolved=sum(stands == "unresolved" for stands, _ in standings.values()),
            unsent=len(to_tell | astray),
            waiting=sum(envelope.waits for envelope in envelopes),
            to_tell=bool(to_tell),
            to_correct=len((planned | astray) & misled),
            stopped=bool(stopped - told.union(by_hand)),
            told=bool(told),
            left=any(one.state in LEFT for one in envelopes),
        )


def counting(
    facts: Facts,
    standings: Mapping[UUID, tuple[str, str]],
    envelopes: Iterable[OnWay],
    now: datetime,
) -> Facts:
    """Facts with the counts, and since when each of them is what it is."""
    tally = Tally.of(standings, envelopes)
    facts = replace(facts, people=replace(facts.people, to_correct=tally.to_correct))
    since = _since_told_by_word if facts.people.sent_at is None else _since_sent
    last = _last_told(facts.people, tally, now)
    has_left = tally.left and facts.people.left_at is None
    people = replace(
        since(facts, tally, max(filter(None, (now, last, facts.people.sent_at)))),
        last_told_at=last,
        left_at=now if has_left else facts.people.left_at,
        unresolved=tally.unresolved,
        waiting=tally.waiting,
        unsent=tally.unsent,
        stopped_at=facts.people.stopped_at if tally.stopped else None,
    )
    return replace(facts, people=people)


def _last_told(people: People, tally: Tally, now: datetime) -> datetime | None:
    """When fewer than before were last still to be told; `now` may be earlier than that."""
    before = people.unresolved + people.waiting + (people.unsent or 0)
    if tally.unresolved + tally.waiting + tally.unsent >= before:
        return people.last_told_at
    return max(people.last_told_at or now, now)


def _since_sent(facts: Facts, tally: Tally, now: datetime) -> People:
    """After a sending. A correction that has begun is a duty of its own, and is still to
    leave while there is anybody to send it to.

    What was stopped is owed as a whole until something is sent again; what that sending passed
    over, as a correction does whoever was never told, is owed by itself from then on.
    """
    people, corrects = facts.people, correcting(facts) is not None
    to_send = tally.waiting or (corrects and tally.unsent)
    halted = tally.stopped and people.stopped_at is not None
    more = tally.to_tell and not (halted or corrects)
    return replace(
        people,
        settled_at=None if to_send else people.settled_at or now,
        resolved_at=None if tally.unresolved or to_send else people.resolved_at or now,
        unsent_since=people.unsent_since or now if more else None,
    )


def _since_told_by_word(facts: Facts, tally: Tally, now: datetime) -> People:
    """Before any sending: whoever is told was told by word, and that may have been everybody."""
    people = facts.people
    everybody = tally.told and not (tally.unsent or tally.unresolved or tally.waiting)
    return replace(
        people,
        settled_at=people.settled_at or now if everybody and to_be_told(facts) else None,
        by_word_at=people.by_word_at or now if tally.told else people.by_word_at,
    )


def _about(envelopes: Iterable[OnWay]) -> set[UUID]:
    return {one for envelope in envelopes for one in envelope.about}
