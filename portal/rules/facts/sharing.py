"""Other controllers: what was agreed with them, and what they have done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class WhoTells:
    """Which of two joint controllers tells the people affected (DBRP-5.11)."""

    theirs: bool
    """The other one tells them; else we do."""
    other: str
    agreed: str
    """With whom it was agreed, and how."""
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class ControllerTold:
    """The organisation whose data the school holds was told of it (UK GDPR Article 33(2))."""

    told_at: datetime
    how: str
    by: UUID
    at: datetime
    others_left: bool = False
    """Somebody else whose data it is as well had not been told yet."""


@dataclass(frozen=True, slots=True)
class OtherTold:
    """The other controller has told the people affected."""

    told_at: datetime
    how: str
    by: UUID
    at: datetime
