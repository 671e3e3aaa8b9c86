"""How the matter was brought to its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from portal.rules.investigation.own_policies import PolicyKind
from portal.rules.words import Ending


@dataclass(frozen=True, slots=True)
class OutcomeReport:
    """The investigator's outcome report and what became of it (SIP-3k, SIP-4d).

    An interim report says how far it is; nobody assesses it.
    """

    version: int
    findings: str
    recommendations: str
    by: UUID
    at: datetime
    accepted: bool | None = None
    assessed_by: UUID | None = None
    assessed_at: datetime | None = None
    assessment: str = ""
    interim: bool = False
    policies: tuple[PolicyKind, ...] = ()
    """Which kinds of the school's policies were not kept (SIP-3a)."""
    documents: tuple[str, ...] = ()
    """Titles of the school's own policies that were not kept, as its list named them that day."""
    record: tuple[tuple[str, str], ...] = ()
    """What the record said when the report was accepted, frozen: heading and text (SIP-3k)."""


@dataclass(frozen=True, slots=True)
class Review:
    """The post-incident review (DBRP-5.22, 5.23)."""

    findings: tuple[tuple[str, str], ...]
    disciplinary: str
    by: UUID
    at: datetime
    policies: tuple[PolicyKind, ...] = ()
    documents: tuple[str, ...] = ()
    """Titles of the school's own policies that were not kept, as its list named them that day."""
    contract_on: date | None = None
    """Of when the contract with the processor at fault is; None: there is none, or no date."""
    contract: str = ""
    """Whether it asked for enough, and whether the processor kept it (DBRP-5.25)."""


@dataclass(frozen=True, slots=True)
class Improvement:
    """An action to prevent recurrence, followed until done (SIP-3j)."""

    id: UUID
    what: str
    owner: UUID
    due_on: date
    by: UUID
    at: datetime
    done_at: datetime | None = None
    done_by: UUID | None = None
    note: str = ""
    recommendation: str = ""
    """The line of the outcome report that it carries out (SIP-6d)."""
    training_for: str = ""
    """Who is trained: people, or a group as typed (DBRP-5.24). Empty: it is no training."""


@dataclass(frozen=True, slots=True)
class Considered:
    """Somebody else who may have to be told: told, or not and why (DBRP-5.9)."""

    key: str
    told_at: datetime | None
    reference: str
    note: str
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Thanks:
    """What the reporter was told of what came of it."""

    text: str
    by: UUID
    at: datetime
    before: tuple[datetime, ...] = ()
    """When they were told what is replaced by it."""


@dataclass(frozen=True, slots=True)
class Closing:
    """One closing; an incident may be closed again (SIP-5e)."""

    ending: Ending
    note: str
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Imported:
    """An incident of before the portal, read from the school's own spreadsheet."""

    import_id: UUID
    row: int
    """As the sheet numbers it."""
    by: UUID
    at: datetime
    regulator_told: bool = False
    people_told: bool = False


@dataclass(frozen=True, slots=True)
class Reopening:
    """Why a closed incident goes on."""

    reason: str
    by: UUID
    at: datetime
    clock_from: datetime | None = None
    """Where the 72 hours had ended: when the news came in, from which they run afresh."""
