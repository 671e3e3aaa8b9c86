"""Waiting on advice of law enforcement, telling publicly, and why nobody need be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class WhyNot(StrEnum):
    """Why the law lets nobody be told although the risk was high (UK GDPR Article 34(3))."""

    UNINTELLIGIBLE = "unintelligible"
    RISK_REMOVED = "risk_removed"


@dataclass(frozen=True, slots=True)
class HoldTerm:
    """How long a hold goes on until it is looked at again, and why."""

    review_on: date | None
    """None: after the policy's period."""
    reason: str
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class TellingHeld:
    """Law enforcement advised to wait with the notices (DBRP-5.19)."""

    advised_by: str
    reference: str
    since: date
    terms: tuple[HoldTerm, ...]
    """The first, and one each time it was prolonged."""
    lifted_at: datetime | None = None
    lifted_by: UUID | None = None
    lifted_why: str = ""


@dataclass(frozen=True, slots=True)
class Publication:
    """A public communication in place of notices one by one (UK GDPR Article 34(3)(c))."""

    version: int
    """Of the text."""
    where: str
    since: date
    until: date
    by: UUID
    at: datetime
    as_effective: str = ""
    """How it reaches everybody affected as well as a letter to each would."""
    gaps: tuple[str, ...] = ()
    why_not_waited: str = ""
