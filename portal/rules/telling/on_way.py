"""Notices on their way: how each stands, and where that leaves the people they are about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from portal.rules.words import Channel


class EnvelopeState(StrEnum):
    """What became of one notice. Values are stored."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    LEFT_OUT = "left_out"
    """Not sent, because something about its people changed after it was made."""
    PRINTED = "printed"
    POSTED = "posted"
    STOPPED = "stopped"
    REPLACED = "replaced"
    """Another notice, or a word with the person, has taken its place."""
    CORRECTED = "corrected"
    """It arrived, and told them something wrong: a corrected notice follows it."""


AS_SETTLED = {
    "sent": EnvelopeState.SENT,
    "failed": EnvelopeState.FAILED,
    "uncertain": EnvelopeState.UNCERTAIN,
}
"""How a notice stands, by the state in which its effect was settled; any other changes nothing."""

ON_ITS_WAY = frozenset({EnvelopeState.WAITING, EnvelopeState.PRINTED})
ARRIVED = frozenset({EnvelopeState.SENT, EnvelopeState.POSTED})
HAD = ARRIVED | {EnvelopeState.CORRECTED}
"""As far as we know, its addressee has had it."""
LEFT = HAD | {EnvelopeState.UNCERTAIN}
"""These are out of our hands, whether or not they have arrived."""
TO_RESOLVE = frozenset({EnvelopeState.FAILED, EnvelopeState.UNCERTAIN, EnvelopeState.LEFT_OUT})
LIVE = ON_ITS_WAY | ARRIVED | {EnvelopeState.UNCERTAIN}
"""Whoever has one of these gets no second one by a new sending."""
TO_REPLACE = (TO_RESOLVE - {EnvelopeState.UNCERTAIN}) | {EnvelopeState.STOPPED}
"""A new sending puts another in the place of these."""

TOLD = "told"
MORE_TO_TELL = "more_to_tell"
"""The authority has its notice about a child in care, and has now named others: they are owed
theirs, whatever has arrived, until a sending makes it or somebody tells them by word.
"""
TOLD_WRONG = "told_wrong"
"""Told in person or by phone, who knows when, and something was found wrong: no corrected notice
follows a word, so somebody makes sure that they know what is right."""
TO_TELL_ANEW = frozenset({MORE_TO_TELL, TOLD_WRONG})
"""Owed a word or a notice, whatever has arrived before: nothing counts it away."""
NOT_ARRIVED = "not_arrived"
"""Why a notice failed that nobody refused: one that somebody says has not arrived."""
CAME_BACK = "came_back"
ELSEWHERE = "elsewhere"
ASTRAY = frozenset({CAME_BACK, ELSEWHERE})
"""Why a notice failed that counted as sent: a letter was returned, or somebody else got it. Nothing
goes to that addressee at that address again."""
NOBODYS = ("blocked", "not_affected")
"""How somebody stands whose data turned out not to be concerned."""
BY_HAND = frozenset({"in_person", "by_phone", "cannot_be_reached"})
"""Reasons recorded by somebody who told the person, or tried: nothing counts them again."""


@dataclass(frozen=True, slots=True)
class OnWay:
    """A notice as stored; `body` is the JSON of its envelope, empty where only counts matter."""

    id: UUID
    channel: Channel
    state: EnvelopeState
    reason: str
    about: tuple[UUID, ...]
    body: bytes = b""
    version: int = 1
    """Of the text."""
    since: datetime | None = None
    """When it came to stand so: a letter, when it was printed. None while it waits."""

    @property
    def waits(self) -> bool:
        """Whether it is still to reach somebody."""
        return self.state in ON_ITS_WAY


def about_each(envelopes: Iterable[OnWay]) -> dict[UUID, list[OnWay]]:
    """The notices about each person whom there is any about."""
    found: dict[UUID, list[OnWay]] = {}
    for envelope in envelopes:
        for one in envelope.about:
            found.setdefault(one, []).append(envelope)
    return found


def standing(
    before: tuple[str, str], envelopes: Sequence[OnWay], planned: tuple[str, str] | None = None
) -> tuple[str, str]:
    """Where telling one person stands: (standing, reason).

    `before` is what is stored; `planned` what the addressees answer today, where they were asked.
    Told is who has got every notice made about them; one that went astray leaves a question.
    """
    stands, reason = before
    if stands == TOLD or reason in BY_HAND or reason == TOLD_WRONG:
        return before
    planned = planned or before
    if planned == NOBODYS or reason == MORE_TO_TELL:
        return planned if planned == NOBODYS else before
    states = {envelope.state for envelope in envelopes}
    if planned[0] in {"held", "blocked"} and not states & ARRIVED:
        return planned
    for state in (EnvelopeState.UNCERTAIN, EnvelopeState.FAILED, EnvelopeState.LEFT_OUT):
        if state in states:
            return "unresolved", state.value
    if states & (ON_ITS_WAY | {EnvelopeState.STOPPED}):
        return "to_be_told", ""
    return (TOLD, "") if states & ARRIVED else planned
