"""A report that was begun and left: when its reporter, and then the first contacts, hear of it.

A draft is no incident and no duty of anybody's on record: nothing has been reported. But whoever
began should finish (SIP-1), and those who would be told should know that something may have
happened.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

REPORTER_AFTER = timedelta(hours=1)
"""From the last answer that was saved: proposals of ours, no policy prints them."""
CONTACTS_AFTER = timedelta(hours=4)


def is_begun(answers: Mapping[str, object]) -> bool:
    """Whether 'what happened' has been saved; how somebody wants to report says nothing yet."""
    return "what" in answers


def said_about(answers: Mapping[str, object]) -> tuple[UUID, ...]:
    """Persons whom it concerns, as far as the last question has been answered."""
    said = answers.get("who")
    about = said.get("about") if isinstance(said, dict) else None
    return tuple(UUID(str(each)) for each in about or ())


def reminder_due(reminded: int, updated_at: datetime, now: datetime) -> bool:
    """Whether the next reminder is due: the first to the reporter, the second to the contacts."""
    after = {0: REPORTER_AFTER, 1: CONTACTS_AFTER}.get(reminded)
    return after is not None and updated_at + after <= now
