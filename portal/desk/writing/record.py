"""Write one decision: the incident, the decision, the rows beside it; audit last."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from pydantic_core import to_json as any_to_json

from portal.crypto import seal
from portal.desk.writing import rows
from portal.desk.writing.columns import project
from portal.errors import NotFound, Stale
from portal.models.incidents import DecisionRow, IncidentRow
from portal.rules.handed_in import AboutList, BesideOther
from portal.store import audit, counters, incidents, keys
from portal.store.documents import seal_text
from portal.store.telling import subjects
from tenants.calendar import UK
from tenants.db import uuid7

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.crypto import KeyRing
    from portal.desk.surroundings import Surroundings
    from portal.rules.facts import Facts
    from portal.rules.outcome import Actor, AnyAction, Outcome
    from tenants.db import Scope


@dataclass(frozen=True, slots=True)
class Case:
    """The incident as found; `row` and `key` are None for a new report."""

    facts: Facts
    adoption_id: UUID
    row: IncidentRow | None = None
    key: bytes | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """The deed as it goes on record."""

    action: AnyAction
    said: object
    who: Actor
    done_at: datetime
    recorded_at: datetime
    once: UUID | None
    rests_on: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """What was written so far in this transaction."""

    facts: Facts
    row: IncidentRow
    key: bytes
    decision: DecisionRow


def open_case(session: Session, scope: Scope, keyring: KeyRing, incident_id: UUID) -> Case:
    """The incident, locked."""
    found = incidents.lock_incident(session, scope, keyring, incident_id)
    return Case(found.facts, found.row.adoption_id, found.row, found.key)


def require_seen(case: Case, seen: int | None) -> None:
    """Refuse what was decided on an earlier version: somebody was quicker, by a moment."""
    if seen is not None and case.row is not None and case.row.version != seen:
        raise Stale("The incident has moved on meanwhile. Look at its record before you go on.")


def with_people(session: Session, scope: Scope, case: Case, said: object) -> object:
    """What was said; about the list, with the list as it is stored and the notices about it."""
    if not isinstance(said, AboutList):
        return said
    assert case.key is not None, "a new report has no people yet"  # noqa: S101 - none is said of it
    people = subjects.list_people(session, scope, case.key, case.facts.incident_id)
    envelopes = subjects.list_envelopes(session, scope, case.facts.incident_id, case.key)
    return replace(said, people=people, envelopes=envelopes)


def with_other(said: object, other: Case, who: Actor) -> object:
    """What was said, with the second incident's facts; `NotFound` for whom that one concerns."""
    if who.person_id in other.facts.concerned:
        raise NotFound
    assert isinstance(said, BesideOther)  # noqa: S101 - its action has a `second`
    return replace(said, other=other.facts)


def write(
    session: Session,
    keyring: KeyRing,
    case: Case,
    around: Surroundings,
    outcome: Outcome,
    entry: Entry,
) -> Written:
    """The incident row, the decision and the rows beside it."""
    facts = outcome.facts
    key = case.key or keys.new_incident_key(session, keyring, facts.school_id, facts.incident_id)
    row = case.row or numbered(session, facts, case.adoption_id)
    facts = replace(facts, reference=row.reference)
    project(row, facts, key, around.policy)
    session.add(row)
    session.flush()
    decision = _decision(key, case.adoption_id, around, outcome, entry)
    session.add(decision)
    rows.write(session, keyring, key, facts, outcome.rows, entry.recorded_at, entry.done_at)
    return Written(facts, row, key, decision)


def numbered(session: Session, facts: Facts, adoption_id: UUID) -> IncidentRow:
    """The row of a new incident, with the next number of its school and year.

    One about somebody of the school has a number apart: a gap would tell them of it (SIP-6).
    """
    numbers = counters.number_apart if facts.concerned else counters.next_serial
    year = facts.reported_at.astimezone(UK).year
    return IncidentRow(
        school_id=facts.school_id,
        id=facts.incident_id,
        adoption_id=adoption_id,
        year=year,
        serial=numbers(session, facts.school_id, year),
        version=0,
    )


def _decision(
    key: bytes, adoption_id: UUID, around: Surroundings, outcome: Outcome, entry: Entry
) -> DecisionRow:
    ident = uuid7()
    allowed = entry.action.who(around.policy, outcome.facts) & entry.who.roles
    return DecisionRow(
        school_id=outcome.facts.school_id,
        id=ident,
        incident_id=outcome.facts.incident_id,
        adoption_id=adoption_id,
        action=entry.action.name,
        person_id=entry.who.person_id,
        acting_for=min(allowed) if allowed and allowed <= entry.who.standing_in else None,
        cite=around.policy.cite(entry.action.name, entry.action.clauses),
        done_at=entry.done_at,
        recorded_at=entry.recorded_at,
        summary=seal_text(
            key, outcome.summary, table="portal_decision", column="summary", row=ident
        ),
        said=seal(key, kept(entry.said), table="portal_decision", column="said", row=ident),
        rests_on=[str(each) for each in entry.rests_on],
        once=entry.once,
    )


def kept(said: object) -> bytes:
    """What was said, as JSON, without fields marked `kept: False` (codes, lists stored apart)."""
    assert is_dataclass(said)  # noqa: S101 - so is all that is said
    return any_to_json(_kept(said))


def _kept(said: object) -> object:
    if isinstance(said, tuple | list):
        return [_kept(one) for one in said]
    if not is_dataclass(said):
        return said
    return {
        item.name: _kept(getattr(said, item.name))
        for item in fields(said)
        if item.metadata.get("kept", True)
    }


def write_audit(session: Session, written: Written, entry: Entry) -> None:
    """The audit entry: ids, times and clause, and a salted hash of what was said."""
    audit.append(
        session,
        written.row.school_id,
        kind=entry.action.name,
        refs={
            "incident": str(written.row.id),
            "decision": str(written.decision.id),
            "person": str(entry.who.person_id or ""),
            "done_at": entry.done_at.isoformat(),
            "cite": written.decision.cite,
        },
        content=kept(entry.said),
        salt=sha256(b"audit" + written.key).digest(),
        at=entry.recorded_at,
    )
