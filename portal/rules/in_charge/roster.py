"""Who holds which role at a school today, and who is away: read from memberships when needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from uuid import UUID

from tenants.roles import TITLES, Role


@dataclass(frozen=True, slots=True)
class Holder:
    """One person in one role. For an external DPO, `person_id` is the service's officer."""

    person_id: UUID
    role: Role
    name: str
    email: str
    phone: str = ""
    organisation: str = ""
    """Name of the service or authority when the person is not the school's own."""
    group: UUID | None = None
    """The external DPO service: when one of it is concerned, the whole service is."""


@dataclass(frozen=True, slots=True)
class Away:
    """An absence: of a person from all their roles here, or from one."""

    person_id: UUID
    from_at: datetime
    until_at: datetime
    """Far away while nobody knows."""
    role: Role | None = None
    stand_in: UUID | None = None
    """Whoever stands in before those whom the policy names."""


def counted_as(role: Role) -> frozenset[Role]:
    """The roles in which its holder is asked: a deputy head is of the senior leaders (SIP-1)."""
    return frozenset({role, Role.SLT} if role is Role.DEPUTY_HEAD else {role})


@dataclass(frozen=True)
class Roster:
    """The people of one school at one moment."""

    holders: tuple[Holder, ...] = ()
    away: tuple[Away, ...] = ()
    covering: frozenset[UUID] = frozenset()
    """Who covers the closure of today, for the Headteacher and the DPO."""
    dpo_since: datetime | None = None
    """From when the named DPO can have left something unanswered; None: always."""
    left: Mapping[UUID, str] = field(default_factory=dict, compare=False)
    """Names of those who are there no longer: a decision of years ago still names its people."""

    @cached_property
    def by_role(self) -> Mapping[Role, tuple[Holder, ...]]:
        """Who is asked in each role: every duty asks, and a school may have hundreds of staff."""
        found: dict[Role, list[Holder]] = {}
        for holder in self.holders:
            for role in counted_as(holder.role):
                found.setdefault(role, []).append(holder)
        return {role: tuple(holders) for role, holders in found.items()}

    def named(self, person_id: UUID) -> str:
        """A person's name and what they are, as the record prints it."""
        for holder in self.holders:
            if holder.person_id == person_id:
                return f"{holder.name} ({TITLES[holder.role]})"
        name = self.name_of(person_id)
        return name[:1].upper() + name[1:]

    def name_of(self, person_id: UUID) -> str:
        """A person's name, as it stands within a sentence."""
        for holder in self.holders:
            if holder.person_id == person_id:
                return holder.name
        left = self.left.get(person_id)
        return f"{left} (has left)" if left else "somebody who has left"
