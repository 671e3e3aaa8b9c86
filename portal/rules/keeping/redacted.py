"""What leaves an incident for a reader: without the rooms that this reader may not enter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from portal.rules.facts import Facts
from portal.rules.responsibilities import disciplinary_readers
from portal.rules.words import Naming
from tenants.policy.schema import Policy
from tenants.roles import Role

PROTECTED = "name protected"
DISCIPLINARY = frozenset({"record_disciplinary"})
"""Actions whose entries are of the disciplinary room."""


@dataclass(frozen=True, slots=True)
class Rooms:
    """What that is not for everybody somebody may read of an incident."""

    disciplinary: bool
    others: frozenset[UUID] = frozenset()
    """The incidents belonging with it that they may see."""


def rooms(
    policy: Policy, facts: Facts, roles: frozenset[Role], others: Iterable[UUID] = ()
) -> Rooms:
    """What these roles may read here (SIP-3h), who sees these other incidents."""
    return Rooms(bool(roles & disciplinary_readers(policy, facts)), frozenset(others))


def hidden_person(facts: Facts) -> UUID | None:
    """The protected reporter (SIP-1-faith). What leaves is passed on, so it names them to nobody:
    those few who may know read it in the incident itself.
    """
    reporter = facts.intake.reporter
    return reporter.person_id if reporter.naming is Naming.PROTECTED else None


def for_reader(facts: Facts, may: Rooms) -> Facts:
    """The facts without closed rooms’ texts and incidents not theirs; `hides` hides ids."""
    facts = replace(
        facts, related=tuple(each for each in facts.related if each.incident_id in may.others)
    )
    reporter = facts.intake.reporter
    if reporter.naming is Naming.PROTECTED:
        nobody = replace(reporter, person_id=None, name="", job_title="")
        facts = replace(facts, intake=replace(facts.intake, reporter=nobody))
    if may.disciplinary:
        return facts
    review = replace(facts.review, disciplinary="") if facts.review else None
    return replace(
        facts, disciplinary="", disciplinary_at=None, disciplinary_by=None, review=review
    )


def hides(entry: Mapping[str, object], facts: Facts, may: Rooms) -> bool:
    """Whether an audit entry (kind, refs) belongs to a room that the reader may not enter."""
    refs = entry.get("refs")
    person = str(refs.get("person", "")) if isinstance(refs, dict) else ""
    hidden = hidden_person(facts)
    closed = entry.get("kind") in DISCIPLINARY and not may.disciplinary
    return closed or (hidden is not None and person == str(hidden))
