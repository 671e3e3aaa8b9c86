"""The name of a reporter who asked to be protected: read by few, and each reading is kept.

SIP-1-faith. The name is stored encrypted like all facts; no other page, mail or document shows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.rules.responsibilities import identity_readers
from portal.rules.words import Naming
from portal.store import reading
from portal.web.parts.when import full

if TYPE_CHECKING:
    from portal.web.visiting import Case, Visit

MARK = "reporter_name"


@dataclass(frozen=True, slots=True)
class NameRead:
    """Who read it, and when."""

    who: str
    at: str


def is_protected(case: Case) -> bool:
    """Whether there is a name that is kept from most."""
    return case.facts.intake.reporter.naming is Naming.PROTECTED


def may_read(case: Case) -> bool:
    """Whether this person's role may read it under the school's policy."""
    return is_protected(case) and bool(case.actor.roles & identity_readers(case.policy, case.facts))


def readings(visit: Visit, case: Case) -> tuple[NameRead, ...]:
    """Each reading so far, newest first: for those who handle it, and for the reporter."""
    if not is_protected(case):
        return ()
    marks = reading.list_marks(visit.session, visit.scope, case.facts.incident_id, MARK)
    return tuple(NameRead(case.name_of(person), full(at)) for person, at in marks)
