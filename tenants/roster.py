"""The people of one school at one moment, as the directory gives them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from tenants.roles import Role

NO_END: Final = datetime(9999, 12, 30, tzinfo=UTC)
"""The end of an absence without one."""


@dataclass(frozen=True, slots=True)
class Held:
    """One person in one role at a school."""

    person_id: UUID
    role: Role
    name: str
    email: str
    phone: str
    organisation: str
    """Name of the service, authority or trust; '' for the school's own people."""
    group: UUID | None
    """The external DPO service, for its officers."""


@dataclass(frozen=True, slots=True)
class Away:
    """An absence that is not over: from all roles here, or from one."""

    person_id: UUID
    from_at: datetime
    until_at: datetime
    """`NO_END` while nobody knows."""
    role: Role | None
    stand_in: UUID | None = None
    """Whoever stands in before those whom the policy names."""


@dataclass(frozen=True, slots=True)
class People:
    """The people of one school at one moment."""

    holders: tuple[Held, ...]
    away: tuple[Away, ...]
    covering: frozenset[UUID] = frozenset()
    """Who covers the closure of today, and can be reached every day of it (DBRP-6.1)."""
    dpo_since: datetime | None = None
    """From when the named DPO can have left something unanswered; None: always."""
