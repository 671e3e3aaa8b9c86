"""What is done before a closure: cover named, DPO mailbox, test alert, contacts (DBRP-6.1)."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from portal.rules.school.facts import Checked
from portal.rules.uk_time import start_of_day

if TYPE_CHECKING:
    from portal.rules.school.facts import ClosureAhead, SchoolFacts

CONTACTS_FRESH: Final = timedelta(days=30)
"""Contacts that were checked this long before a closure need no second look."""


class Preparation(StrEnum):
    """One thing to do before a closure, in the order of its page."""

    COVER = "cover"
    MAILBOX = "mailbox"
    TEST_ALERT = "test_alert"
    CONTACTS = "contacts"


def still_to_do(closure: ClosureAhead, facts: SchoolFacts) -> tuple[Preparation, ...]:
    """What is left to do before this closure; empty once the school is ready for it."""
    done = {
        Preparation.COVER: closure.covered,
        Preparation.MAILBOX: facts.checked_at(Checked.MAILBOX, closure.id) is not None,
        Preparation.TEST_ALERT: facts.checked_at(Checked.TEST_ALERT, closure.id) is not None,
        Preparation.CONTACTS: _contacts_fresh(closure, facts),
    }
    return tuple(one for one in Preparation if not done[one])


def _contacts_fresh(closure: ClosureAhead, facts: SchoolFacts) -> bool:
    checked_at = facts.checked_at(Checked.CONTACTS)
    return checked_at is not None and checked_at >= start_of_day(closure.from_on) - CONTACTS_FRESH
