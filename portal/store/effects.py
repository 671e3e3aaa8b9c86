"""An effect as a worker holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ClaimedEffect:
    """A row that a worker holds. `data['again']` is True when it may have been done before."""

    school_id: UUID
    id: UUID
    incident_id: UUID | None
    kind: str
    key: str
    person_id: UUID | None
    subject_id: UUID | None
    template: str
    data: Mapping[str, object]
    attempts: int
    """How often it was tried before."""
    wanted_at: datetime
