"""What the people affected were told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from portal.rules.facts.afterwards import Complaint, FoundWrong, PutRight
from portal.rules.facts.holding import Publication, TellingHeld, WhyNot
from portal.rules.words import PeopleChoice
from tenants.roles import Role


@dataclass(frozen=True, slots=True)
class PeopleDecision:
    """Whether the people affected are told; the last counts, all are kept."""

    choice: PeopleChoice
    reasons: str
    by: UUID
    at: datetime
    parents_as_well: bool = False
    """From the policy's age on: parents too (DBRP-5.16-age)."""
    parents_reason: str = ""
    why_not: WhyNot | None = None
    """Where nobody is told although the risk is high."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The notice in other words: a translation, or plainer ones for pupils who read it themselves.

    Of the same nine parts, and 'opening' before them.
    """

    language: str
    """A tag of `portal.rules.telling.languages`; 'en' for the pupils' own."""
    parts: tuple[tuple[str, str], ...]
    by: UUID
    at: datetime
    outdated: bool = False
    """The English has changed since: not used until somebody has looked at it."""


@dataclass(frozen=True, slots=True)
class NoticeText:
    """A version of the notice in its nine parts (DBRP-5.16.1-4, 5.17)."""

    version: int
    parts: tuple[tuple[str, str], ...]
    by: UUID
    at: datetime
    wordings: tuple[Wording, ...] = ()
    corrects: bool = False
    """It takes the place of a notice that told people something wrong."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a consulted role said about the notice (DBRP-5.16)."""

    role: Role
    by: UUID
    at: datetime
    agrees: bool
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Sending:
    """One sending of notices; the envelopes are stored apart."""

    version: int
    """Of the text."""
    notices: int
    by: UUID
    at: datetime
    gaps: tuple[str, ...] = ()
    """What was missing and not waited for."""
    why_not_waited: str = ""


class Hold(StrEnum):
    """What keeps details of people from being erased."""

    COMPLAINT = "complaint"
    CLAIM = "claim"
    REGULATOR = "regulator"
    POLICE = "police"
    SAFEGUARDING = "safeguarding"


@dataclass(frozen=True, slots=True)
class KeptLonger:
    """Why the details of the people affected are kept beyond their time, and until when."""

    holds: tuple[Hold, ...]
    reason: str
    until: date
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class ErasedPeople:
    """What is left of a list that was erased: counts."""

    standings: tuple[tuple[str, int], ...]
    """How many people stood where."""
    contacts: int
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class AuthorityAsked:
    """Written to about children in care; answered once it is known of each who else is told."""

    at: datetime
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class People:
    """The people affected, in counts and decisions; the list itself is stored apart."""

    decisions: tuple[PeopleDecision, ...] = ()
    imported: int = 0
    """How many are on the list."""
    not_affected: int = 0
    """How many of them turned out not to be concerned."""
    list_version: int = 0
    imported_at: datetime | None = None
    """Of this version of the list."""
    whom: str = ""
    """Digest of who is told about whom (`rules.telling.agreeing`), counted again with the list."""
    held_back: int = 0
    """How many people on the list are held back (hidden address, refuge, danger)."""
    held_back_at: datetime | None = None
    """When somebody on the list was last found to be held back: it asks about danger anew."""
    checks: int = 0
    """How often the list was checked against the school's current records."""
    list_checked_at: datetime | None = None
    list_checked_by: UUID | None = None
    checked_version: int = 0
    texts: tuple[NoticeText, ...] = ()
    asked: tuple[Role, ...] = ()
    asked_at: datetime | None = None
    asked_version: int = 0
    """The version of the text that they were asked about; a later one asks again."""
    asked_whom: str = ""
    """`whom` as it was then; another list asks again."""
    times_asked: int = 0
    opinions: tuple[Opinion, ...] = ()
    sendings: tuple[Sending, ...] = ()
    sent_at: datetime | None = None
    """When the first sending was decided."""
    left_at: datetime | None = None
    """When the first notice had left: an e-mail, or letters that somebody posted."""
    stopped_at: datetime | None = None
    unresolved: int = 0
    """Counted again by the desk whenever a recipient's standing changes."""
    waiting: int = 0
    unsent: int | None = None
    """How many could be told by a notice and have none; None: not counted yet."""
    to_correct: int | None = None
    """How many of those who were told wrong can be sent the correction that has begun; None: not
    counted yet.
    """
    unsent_since: datetime | None = None
    """Since when there is somebody like that after a sending, to whom none was made before."""
    settled_at: datetime | None = None
    """Since when no notice waits any more, after a sending; without one, since when everybody has
    been told by word.
    """
    by_word_at: datetime | None = None
    """When the first of them was told by word, where that was before any notice."""
    last_told_at: datetime | None = None
    """When fewer were last still to be told: what is recorded later of an earlier time, such as
    letters posted on Friday, does not make everybody told before that.
    """
    resolved_at: datetime | None = None
    """Since when nobody is unresolved any more, after a sending."""
    found_wrong: tuple[FoundWrong, ...] = ()
    corrections: tuple[PutRight, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    """And replies that complain of nothing."""
    holds: tuple[TellingHeld, ...] = ()
    publications: tuple[Publication, ...] = ()
    authorities_asked: tuple[AuthorityAsked, ...] = ()
    """Only the last may be without its answer."""
    kept_longer: tuple[KeptLonger, ...] = ()
    erased: tuple[ErasedPeople, ...] = ()
    """Once for each list: people may be imported afresh after a re-opening."""

    @property
    def listed(self) -> int:
        """How many people affected are on the list, or were on the one that was erased last."""
        last = self.erased[-1:] if not self.imported else ()
        on_list = self.imported + sum(number for one in last for _, number in one.standings)
        return on_list - self.not_affected

    @property
    def list_is_wrong(self) -> bool:
        """Whether nobody on the list turned out to be affected: those who are, are not on it."""
        return bool(self.imported) and self.imported <= self.not_affected

    @property
    def told_at(self) -> datetime | None:
        """Since when people are told: the first sending, or the first public communication; or,
        without either, since when everybody has been told by word.
        """
        known = (self.sent_at, *(each.at for each in self.publications[:1]))
        told = [at for at in known if at is not None]
        return min(told, default=self.settled_at)

    @property
    def anybody_told_at(self) -> datetime | None:
        """Since when anybody has been told anything that may turn out wrong."""
        told = [at for at in (self.told_at, self.by_word_at) if at is not None]
        return min(told, default=None)
