"""A report that was begun and left: who hears of it, and when it is forgotten.

A draft is no incident and no duty of anybody's on record: nothing has been reported. But whoever
began should finish (SIP-1), and those who would be told should know that something may have
happened. Nobody but its writer can open it, so nobody else can erase it either: it is not kept for
longer than it may be of use (UK GDPR Article 5(1)(e)), and its writer is warned.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Final
from uuid import UUID


class Step(IntEnum):
    """What is done about it, one after the other; none is left out when timers were late."""

    ASK_REPORTER = 0
    TELL_CONTACTS = 1
    WARN_REPORTER = 2
    FORGET = 3


AFTER: Final = {
    Step.ASK_REPORTER: timedelta(hours=1),
    Step.TELL_CONTACTS: timedelta(hours=4),
    Step.WARN_REPORTER: timedelta(days=76),
    Step.FORGET: timedelta(days=14),
}
"""From the last answer that was saved, but the last from the warning: proposals of ours, no policy
prints them."""


def is_begun(answers: Mapping[str, object]) -> bool:
    """Whether 'what happened' has been saved; how somebody wants to report says nothing yet."""
    return "what" in answers


def said_about(answers: Mapping[str, object]) -> tuple[UUID, ...]:
    """Persons whom it concerns, as far as the last question has been answered."""
    said = answers.get("who")
    about = said.get("about") if isinstance(said, dict) else None
    return tuple(UUID(str(each)) for each in about or ())


def step_due(
    taken: int, updated_at: datetime, last_step_at: datetime | None, now: datetime
) -> Step | None:
    """The next step, if it is due, of a draft about which so many have been taken."""
    step = Step(taken)
    since = last_step_at if step is Step.FORGET else updated_at
    return step if since is not None and since + AFTER[step] <= now else None
