"""What became of an effect that left the database, and when it is tried again."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING, Final

from portal.notices.mailer import MailRefused
from portal.outbox.leases import Settlement

if TYPE_CHECKING:
    from collections.abc import Callable

    from portal.jobs.handlers import Handler
    from portal.store.effects import ClaimedEffect

log = logging.getLogger("portal.jobs")

UNDELIVERABLE: Final = "Undeliverable"
REFUSED: Final = "MailRefused"
NO_SUCH_ADDRESS: Final = frozenset(
    {UNDELIVERABLE, *(f"{REFUSED} {code}" for code in (550, 551, 553))}
)
"""Errors that say of an address that it takes nothing (RFC 5321, 4.2.3)."""
LADDER_MINUTES: Final = (1, 2, 5, 10, 15, 30)
"""Waits after refusals that may pass; every hour from then on."""


def judged(
    outside: Callable[[], None], effect: ClaimedEffect, handler: Handler, now: datetime
) -> tuple[Settlement, bool]:
    """Do what leaves the database; what became of it, and whether the server takes nothing now."""
    try:
        outside()
    except MailRefused as refused:
        error = f"{REFUSED} {refused.code or 'no answer'}"
        log.warning("effect %s of school %s: %s", effect.id, effect.school_id, error)
        if refused.permanent:
            return Settlement("failed", error=error), refused.server_down
        return later(effect, handler, error, now), refused.server_down
    except Exception as error:  # noqa: BLE001 - it may have left; whoever reads the row decides
        note(effect, error)
        if handler.repeatable:
            return later(effect, handler, type(error).__name__, now, again=True), False
        return Settlement("uncertain", error=type(error).__name__), False
    return Settlement("sent"), False


def later(
    effect: ClaimedEffect, handler: Handler, error: str, now: datetime, *, again: bool = False
) -> Settlement:
    """Tried again by the ladder, unless it has been refused for too long."""
    limit = handler.gives_up_after
    if limit is not None and now - effect.wanted_at >= limit:
        return Settlement("failed", error=error)
    return Settlement("waiting", error, retry_at(now, effect.attempts), again=again)


def retry_at(now: datetime, attempts: int) -> datetime:
    """When to try again after `attempts` earlier tries and one more just refused."""
    minutes = LADDER_MINUTES[attempts] if attempts < len(LADDER_MINUTES) else 60
    return now + timedelta(minutes=minutes)


def note(effect: ClaimedEffect, error: Exception) -> None:
    """Log an error by its class and place."""
    log.warning(
        "effect %s of school %s, attempt %d: %s",
        effect.id, effect.school_id, effect.attempts + 1, class_and_place(error),
    )  # fmt: skip


def class_and_place(error: Exception) -> str:
    """What may be logged of an error: never its text, which may print an address."""
    frames = extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"
