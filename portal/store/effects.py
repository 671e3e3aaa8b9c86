"""An effect as a worker holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

CALM: Final = "calm"
"""In the `data` of a reminder that may leave in one mail with others to the same person."""
LEFT_WITH: Final = "left_with"
"""In the `data` of the one whose id that mail bears: school and id of each of the others."""


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
