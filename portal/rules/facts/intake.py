"""What came in: the report, its reporter, and whom it concerns."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from portal.rules.words import (
    Answer,
    Naming,
    Outsider,
    Source,
)
from tenants.roles import Role


class ByMail(StrEnum):
    """Whether a mail is from whom it says: anybody can write any sender above a message."""

    PROVED = "proved"
    """The school's own mail server found that it came from the sender's domain (DMARC)."""
    UNPROVED = "unproved"
    UNNAMED = "unnamed"
    """It came to the address for anonymous mail: nothing that says who wrote was kept."""


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who reported. `person_id` is None for an anonymous reporter and for outsiders."""

    naming: Naming = Naming.NAMED
    person_id: UUID | None = None
    name: str = ""
    job_title: str = ""


@dataclass(frozen=True, slots=True)
class OnBehalf:
    """Reported for somebody who told it (SIP-4a). The moment is when they told the reporter."""

    who: str
    told_at: str = ""
    reach: str = ""


@dataclass(frozen=True, slots=True)
class FromOutside:
    """Who told the school from outside, as far as they said (DBRP-4.5)."""

    what: Outsider
    name: str = ""
    contact: str = ""
    discovered_at: datetime | None = None
    """When a processor itself found it: does not start our clock, its delay is kept."""


@dataclass(frozen=True, slots=True)
class Addition:
    """Something added to a report later; each is kept (SIP-2)."""

    text: str
    by: UUID | None
    at: datetime
    after_closing: bool = False
    by_mail: ByMail | None = None
    """None: not by mail."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What the report said."""

    happened: str = ""
    title: str = ""
    reporter: Reporter = field(default_factory=Reporter)
    source: Source = Source.STAFF
    noticed_at: datetime | None = None
    """When anyone acting for the school noticed."""
    received_at: datetime | None = None
    """When a report from anyone else reached the school."""
    day_only: bool = False
    """Only the day is known: `noticed_at` is its first instant in UK time."""
    occurred: str = ""
    danger: Answer = Answer.NO
    still_going_on: Answer = Answer.NOT_SURE
    done_so_far: str = ""
    whose: str = ""
    what_data: str = ""
    people_estimate: str = ""
    involved: str = ""
    told: tuple[Role, ...] = ()
    """The first contacts that the report went to (DBRP-5.1)."""
    systems_affected: bool = False
    additions: tuple[Addition, ...] = ()
    on_behalf: OnBehalf | None = None
    outside: FromOutside | None = None
    by_mail: ByMail | None = None
    """None: not by mail."""


@dataclass(frozen=True, slots=True)
class Concern:
    """A person whom the incident concerns: they see and owe nothing of it."""

    person_id: UUID
    marked_by: UUID | None
    at: datetime
