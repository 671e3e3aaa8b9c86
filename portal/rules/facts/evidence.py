"""Evidence files and notes: what was kept, by whom, when, with which checksum (SIP-3c)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """One file as it was added; its content lies sealed beside the facts."""

    id: UUID
    name: str
    note: str
    """What it shows."""
    size: int
    """Bytes."""
    sha256: str
    """Of its content, in hex."""
    by: UUID | None
    at: datetime
    after_closing: bool = False
    by_mail: bool = False
    """It came with a mail: whoever wrote from outside need not be the one with the receipt code."""

    def is_of(self, person_id: UUID | None, *, by_mail: bool = False) -> bool:
        """Whether they added it. Of those without a name here, whoever has the code is one, and
        those who write by mail are others.
        """
        return self.by == person_id and (person_id is not None or self.by_mail == by_mail)


@dataclass(frozen=True, slots=True)
class Note:
    """A note of the investigation."""

    id: UUID
    text: str
    by: UUID
    at: datetime
