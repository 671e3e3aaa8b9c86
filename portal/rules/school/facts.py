"""What is known about how a school is set up. Read, never stored: its tables are the truth.

Parts of the product add fields with defaults, each filled by its module of
`portal/store/school/facts/`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from portal.rules.school.learning import Beginner, Course, Reader
from portal.rules.school.requests import Request
from tenants.roles import Role


class Checked(StrEnum):
    """What somebody at the school has looked at and found right, or has done. Values are stored."""

    CONTACTS = "contacts"
    """Emergency contacts and the numbers of those in charge (DBRP-6.1.2)."""
    MAILBOX = "mailbox"
    """The DPO's mailbox is monitored during a closure (DBRP-6.1.1)."""
    TEST_ALERT = "test_alert"
    """A test alert reached whoever covers a closure."""
    OFFLINE_SHEET = "offline_sheet"
    """The sheet for the day without a network was printed."""
    READING = "policy_reading"
    """Everybody was asked to read a version of the policy: its subject (DBRP-1.7)."""
    TRAINING = "training"
    """Whoever has no training on record was asked to take some (DBRP-1.7)."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check, of the school or of one closure."""

    what: Checked
    at: datetime
    subject: UUID | None = None
    """The closure; None: the school."""


@dataclass(frozen=True, slots=True)
class ClosureAhead:
    """A closure that is not over, with who covers it."""

    id: UUID
    from_on: date
    until_on: date
    name: str
    cover: UUID | None
    known_since: datetime | None = None
    """When it was typed in; None: longer ago than it matters."""
    cover_is_here: bool = True
    """Whether whoever covers it is of the school, and not away, on every day of it."""

    @property
    def covered(self) -> bool:
        """Whether somebody can be reached every day of it (DBRP-6.1)."""
        return self.cover is not None and self.cover_is_here

    @property
    def title(self) -> str:
        """What it is called in a sentence."""
        return self.name or "closure"


@dataclass(frozen=True, slots=True)
class SchoolFacts:
    """How one school is set up at one moment."""

    school_id: UUID
    first_in_force_on: date | None = None
    """When its first policy came into force: what recurs counts from there."""
    next_review_on: date | None = None
    """Of the latest version, also of one that waits for its day; None: none is in force."""
    dpo_named: bool = False
    dpo_reachable: bool = False
    """The named DPO has an e-mail address and a phone number."""
    closures: tuple[ClosureAhead, ...] = ()
    """Not over yet, soonest first."""
    last_closure_on: date | None = None
    """The last day of the closure that was over last."""
    checks: tuple[Check, ...] = ()
    """The last two of each kind and subject."""
    held: frozenset[Role] = frozenset()
    """Roles in which somebody is today."""
    submitters: int = 0
    """How many people could report to the regulator, each counted once."""
    dpo_also: frozenset[Role] = frozenset()
    """What else the data protection officer is at the school."""
    in_charge_since: date | None = None
    """The last day up to now on which somebody in charge came or was gone."""
    without_phone: frozenset[Role] = frozenset()
    """Roles of which somebody has no phone number."""
    without_second_channel: frozenset[Role] = frozenset()
    """Roles of which somebody can only be reached through the school's own mail."""
    mail_returned: int = 0
    """How many of the school's own people have an address that takes no mail of ours."""
    dpo_mail_returned: bool = False
    """That of an officer of its service takes none."""
    absences_to_review: tuple[tuple[UUID, date], ...] = ()
    """Absences without an end: which, and the day to ask again."""
    mailboxes: int = 0
    mailboxes_unwatched: int = 0
    """Mailboxes that nobody is named to monitor."""
    contacts: frozenset[str] = frozenset()
    """Kinds of emergency contact that have a phone number."""
    suppliers_without_contract: int = 0
    documents: frozenset[str] = frozenset()
    """Keys of the printed references that the school has linked."""
    information_policies: int = 0
    ico_registration: str = ""
    trust_registration: str = ""
    """The number of its trust: the one that is given where that is the controller."""
    has_closed: bool = False
    """Its last day is over: it sets nothing up any more."""
    adoption_id: UUID | None = None
    """The version of the policy that is in force."""
    readers: tuple[Reader, ...] = ()
    """Everybody who is at the school today, once they were asked."""
    beginners: tuple[Beginner, ...] = ()
    """Who is at the school and had no training on record when it was asked for."""
    courses: tuple[Course, ...] = ()
    """The last two of each course of who is at the school and of suppliers, which run out."""
    kept_until: date | None = None
    """The last day of the closed incident whose time is over first; None: there is none."""
    last_erased: tuple[date, datetime] | None = None
    """Of the incidents that were erased: the latest such day, and when the last of them went."""
    requests: tuple[Request, ...] = ()
    """Requests about the policy that are open, or were until lately."""

    def times_checked(self, what: Checked) -> tuple[datetime, ...]:
        """When the school itself was checked in this way, as far as it is known, in order."""
        found = {one.at for one in self.checks if one.what is what and one.subject is None}
        return tuple(sorted(found))

    def checked_at(self, what: Checked, subject: UUID | None = None) -> datetime | None:
        """When this was last checked."""
        found = (one.at for one in self.checks if one.what is what and one.subject == subject)
        return max(found, default=None)
