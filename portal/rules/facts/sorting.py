"""What triage and containment found beside the classification."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.rules.words import Responsible


@dataclass(frozen=True, slots=True)
class Loss:
    """Lost or destroyed for good, until it was recovered after all; both stay (DBRP-2.5)."""

    what: str
    by: UUID
    at: datetime
    recovered_at: datetime | None = None
    recovered_by: UUID | None = None
    how_recovered: str = ""


@dataclass(frozen=True, slots=True)
class Outage:
    """Personal data that could not be reached for a while (DBRP-2.6). `until` None: it still is."""

    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Responsibility:
    """Who was in charge of the data when it happened."""

    who: Responsible = Responsible.NOT_YET_KNOWN
    name: str = ""
    """Of the joint controller or processor, as typed."""
    ref: str = ""
    """Its id in the school's register of processors, once it has one."""
    found_at: datetime | None = None
    """When a processor itself found it: does not start our clock, its delay is kept."""


@dataclass(frozen=True, slots=True)
class Deletion:
    """Somebody who has what they should not, asked to delete it (DBRP-5.5.4, 5.5.5)."""

    id: UUID
    recipient: str
    what: str
    by: UUID
    asked_at: datetime
    confirmed_at: datetime | None = None
    confirmed_by: UUID | None = None
    how: str = ""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The reporter takes the report back; it ends nothing by itself."""

    reason: str
    by: UUID | None
    at: datetime
    taken_up_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OwnWork:
    """Something looked at by whoever made it, because nobody else could be found.

    DPO or chair owe a second signature; nothing to the regulator, the people or against danger
    waits for it.
    """

    action: str
    by: UUID
    at: datetime
    signed_by: UUID | None = None
    signed_at: datetime | None = None
    agrees: bool | None = None
    comment: str = ""
