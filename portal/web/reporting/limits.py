"""How often strangers may send: counted per school and in all, never per address.

Wrong receipt codes are counted by the first digits of the code that was typed, so that guessing has
its limit and locks nobody out: of 16 digits nobody finds one at so many tries, and who has a code
is held up only by somebody who already knows how theirs begins.

Counted in Redis; without it each process counts for itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import current_app
from limits import RateLimitItem, parse
from limits.errors import StorageError
from limits.storage import MemoryStorage, storage_from_string
from limits.strategies import FixedWindowRateLimiter

from portal.web.standing_in import stand_in_now

if TYPE_CHECKING:
    from portal.web.visiting import Visit

REPORTS: Final = ("20 per hour", "300 per hour")
"""At one school, in all."""
WRONG_CODES: Final = ("10 per 15 minutes",)
"""At one school, among codes that begin alike."""
_SECONDS = 0.5


class Counts:
    """The counters of one app."""

    def __init__(self, redis_url: str) -> None:
        shared = storage_from_string(
            redis_url,
            wrap_exceptions=True,
            socket_connect_timeout=_SECONDS,
            socket_timeout=_SECONDS,
        )
        self._shared = FixedWindowRateLimiter(shared)
        self._own = FixedWindowRateLimiter(MemoryStorage())

    def hit(self, limit: RateLimitItem, key: str) -> bool:
        """Count one; False when it is one too many."""
        try:
            return self._shared.hit(limit, key)
        except StorageError:
            return self._own.hit(limit, key)

    def left(self, limit: RateLimitItem, key: str) -> bool:
        """Whether one more would be let in."""
        try:
            return self._shared.test(limit, key)
        except StorageError:
            return self._own.test(limit, key)


def count(visit: Visit, what: str, limits: tuple[str, ...]) -> bool:
    """Count one of these at the visit's school; False when it is one too many.

    What is too many at one school does not count among all: it would shut the others.
    """
    return all(_counts(visit).hit(limit, key) for limit, key in _keys(visit, what, limits))


def too_many(visit: Visit) -> str:
    """To whoever is refused with what they wrote still before them: how they are heard."""
    here = visit.school
    ways = [f"the school on {here.phone}"] if here.phone else []
    instead = stand_in_now(visit)
    if instead and instead.phone:
        who = f"{instead.name}, who stands in for the data protection officer,"
        ways.append(f"{who} on {instead.phone}")
    elif here.dpo and here.dpo.phone:
        ways.append(f"the data protection officer on {here.dpo.phone}")
    return (
        "More reports are coming in here than people write, so this one was not taken. Nothing of "
        "it is lost: leave this page open, and send it again later. There is room for more within "
        f"the hour. If it is urgent, do not wait: ring {' or '.join(ways) or 'the school'}. "
        "You need not say who you are."
    )


def has_room(visit: Visit, what: str, limits: tuple[str, ...]) -> bool:
    """Whether one more would be let in; counts nothing."""
    return all(_counts(visit).left(limit, key) for limit, key in _keys(visit, what, limits))


def _keys(
    visit: Visit, what: str, limits: tuple[str, ...]
) -> tuple[tuple[RateLimitItem, str], ...]:
    """The counter of the school and, with a second limit, that of all schools."""
    keys = (f"portal {what} {visit.here}", f"portal {what} everywhere")
    return tuple((parse(limit), key) for limit, key in zip(limits, keys, strict=False))


def _counts(visit: Visit) -> Counts:
    known: Counts | None = current_app.extensions.get("portal_counts")
    if known is None:
        known = Counts(visit.services.settings.redis_url)
        current_app.extensions["portal_counts"] = known
    return known
