"""Which ways to an addressee are still open, after notices came back or went elsewhere. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self
from uuid import UUID

from portal.rules.telling.addressees import PlannedNotice
from portal.rules.telling.addressees.sameness import name_key
from portal.rules.telling.envelope import Envelope
from portal.rules.telling.on_way import ASTRAY, NOT_ARRIVED, EnvelopeState, OnWay
from portal.rules.words import Channel


@dataclass(frozen=True, slots=True)
class Ways:
    """What has become of notices at each address."""

    refused: Mapping[str, set[UUID]]
    """The e-mail addresses that refused a notice, or from which one came back; about whom."""
    closed: frozenset[tuple[str, str]]
    """Whom nothing goes to at which address: a letter was returned, or somebody else got it."""

    @classmethod
    def of(cls, envelopes: Iterable[OnWay]) -> Self:
        """What these notices tell."""
        refused: defaultdict[str, set[UUID]] = defaultdict(set)
        closed = set()
        for one in envelopes:
            by_email = one.channel is Channel.EMAIL
            if one.reason in ASTRAY:
                closed.add(_where(one))
            elif by_email and one.state is EnvelopeState.FAILED and one.reason != NOT_ARRIVED:
                refused[Envelope.from_json(one.body).email].update(one.about)
        return cls(refused, frozenset(closed))

    def is_closed(self, one: OnWay) -> bool:
        """Whether nothing goes any more to whom, and where, this notice is or was to go."""
        return _where(one) in self.closed

    def channel(self, notice: PlannedNotice, waiting: Iterable[UUID]) -> Channel | None:
        """The quickest way that is open; a letter rather than the address that has just failed.

        None where that address was all there is, and failed about all of these: they are
        unresolved, and somebody finds out how they are reached.
        """
        where = {Channel.EMAIL: notice.to.email, Channel.LETTER: notice.to.address}
        name = name_key(notice.to.name)
        open_ = [one for one in notice.to.channels if (name, where.get(one, "")) not in self.closed]
        if not open_:
            return None
        first, *others = open_
        failed = self.refused.get(notice.to.email) if first is Channel.EMAIL else None
        if not failed:
            return first
        if others:
            return others[0]
        return None if failed.issuperset(waiting) else first


def _where(one: OnWay) -> tuple[str, str]:
    to = Envelope.from_json(one.body)
    return name_key(to.name), to.email if one.channel is Channel.EMAIL else to.postal


def address(one: OnWay) -> str:
    """The address that stands for its addressee."""
    to = Envelope.from_json(one.body)
    return to.email or to.postal
