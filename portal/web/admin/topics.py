"""What can be set up for a school, in the order of its page. A new topic is a line here."""

from __future__ import annotations

from dataclasses import dataclass

from tenants.permissions import Permission


@dataclass(frozen=True, slots=True)
class Topic:
    """One line of the page 'Manage this school'."""

    title: str
    says: str
    endpoint: str
    """Of its first page; takes the school's slug alone."""
    permission: Permission | None = None
    """Who finds it here: holders of this permission; None: everybody who manages anything."""


TOPICS: tuple[Topic, ...] = ()
