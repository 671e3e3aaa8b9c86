"""What a duty is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.rules.facts import Facts
from portal.rules.words import Family
from tenants.calendar import Calendar
from tenants.policy.schema import Policy
from tenants.roles import Role


@dataclass(frozen=True, slots=True)
class Duty:
    """Something owed. Identity within a school: (incident, kind, subject, occurrence)."""

    kind: str
    what: str
    """What is owed, as a verb phrase: 'Decide whether the ICO must know'."""
    role: Role
    opens_at: datetime
    due_at: datetime
    family: Family = Family.INTERNAL
    action: str = ""
    """Name of the action that meets it; '' when a page of its own does."""
    button: str = ""
    """What the button says where its page offers more than that action; else the action's title."""
    person: UUID | None = None
    """A person where the duty is one person's own (a question, an improvement)."""
    met_at: datetime | None = None
    subject: str = ""
    occurrence: int = 1
    cautious: bool = False
    """Counted from the cautious start, because nobody has declared awareness yet."""
    looks_at_work_of: frozenset[UUID] = frozenset()
    """Persons who made what is looked at: they do not owe this duty."""
    closing_waits: bool = True
    recheck_at: datetime | None = None
    """When the rule's answer changes by time alone."""

    @property
    def key(self) -> tuple[str, str, int]:
        """Identity within one incident."""
        return (self.kind, self.subject, self.occurrence)


Rule = Callable[[Facts, Policy, Calendar, datetime], Iterator[Duty]]
