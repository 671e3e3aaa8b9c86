"""Several reports of one matter, at one school or at several of a trust."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.rules.facts.inquiry import Awareness
from portal.rules.words import Ending, Naming, Stage


@dataclass(frozen=True, slots=True)
class Joined:
    """Another report of the same matter, handled with this one from now on."""

    incident_id: UUID
    reference: str
    starts_at: datetime
    """Where its own cautious clock starts: the earliest counts."""
    aware: Awareness | None
    """Its own awareness, where it had one."""
    concerned: tuple[UUID, ...]
    by: UUID
    at: datetime
    reason: str = ""
    by_dpo: bool = False
    naming: Naming = Naming.NAMED
    """How its reporter wants to be named: one who is not is asked through that report."""
    contact: str = ""
    """How its reporter from outside can be reached, as far as they said."""
    by_mail: bool = False
    """It came by mail: its reporter has no receipt code."""
    danger_since: datetime | None = None
    """Since when somebody could be in danger by it; None where nobody could, or was looked at."""
    feared: bool = False
    """It said that somebody is in danger, or that was found."""
    going_on_since: datetime | None = None
    """Since when it was to be stopped; None where it had stopped, or was contained."""
    with_it: tuple[UUID, ...] = ()
    """The reports that were joined to it before: whoever may not see this one sees none of them."""

    @property
    def all_of_it(self) -> tuple[UUID, ...]:
        """The report, and those that came with it."""
        return (self.incident_id, *self.with_it)


@dataclass(frozen=True, slots=True)
class JoinedTo:
    """Kept by the report that was joined to another: where it goes on, and how it stood."""

    incident_id: UUID
    reference: str
    concerned: tuple[UUID, ...]
    stage: Stage
    ending: Ending | None
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Follows:
    """What an incident comes after: one of the same school that was erased when its time was over.

    Its clock is its own: it runs from when the new facts were noticed.
    """

    incident_id: UUID
    reference: str
    concerned: tuple[UUID, ...] = ()
    """Whom that one concerned: this one is hidden from them as well."""


@dataclass(frozen=True, slots=True)
class Linked:
    """The same matter at another school of the trust that is the controller of both."""

    school_id: UUID
    incident_id: UUID
    school: str
    reference: str
    starts_at: datetime | None
    """Where its own cautious clock starts: what anybody in the trust knew counts. None where it
    ended there before it was reported here.
    """
    aware: Awareness | None
    reason: str
    by: UUID
    at: datetime
    ended: bool = False
    """It is no breach there, or there is no personal data in it; the DPO agrees."""
    concerned: tuple[UUID, ...] = ()
    """Whom it concerns there. Hidden from them here too: it is one matter."""


@dataclass(frozen=True, slots=True)
class Parted:
    """That an incident does not belong with this one after all."""

    reason: str
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Related:
    """A matter of its own at the same school that belongs with this one; that one names this.

    The record's own line says neither which nor why: its reader may not be one of that one's.
    """

    incident_id: UUID
    reason: str
    by: UUID
    at: datetime
    parted: Parted | None = None
    """None: it belongs with this one."""


def related_now(related: tuple[Related, ...]) -> frozenset[UUID]:
    """The incidents that still belong with this one."""
    return frozenset(each.incident_id for each in related if each.parted is None)
