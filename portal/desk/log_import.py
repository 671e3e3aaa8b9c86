"""An earlier log becomes closed incidents: all rows of a sheet in one transaction; undone in one.

Undoing erases: the key of each incident is destroyed and no list shows it any more. What somebody
has worked on since stays. The numbers that were given are not given again, and the audit keeps both
deeds, so that nothing can vanish from a school's log unseen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.actions import import_incident
from portal.desk import can
from portal.desk.school.school_duties import compare_school
from portal.desk.surroundings import actor, surroundings
from portal.desk.writing import record
from portal.errors import NotFound, Refused
from portal.models.importing import LogImportRow
from portal.rules.facts import Facts
from portal.store import audit, keys
from portal.store.log import log_imports
from portal.store.school import schools
from tenants.db import Scope, lock_school, open_session, uuid7

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.actions.import_incident import ImportIncident
    from portal.desk.surroundings import Surroundings
    from portal.host import Services
    from portal.rules.outcome import Actor


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the sheet, and the text by which the same row is known again."""

    said: ImportIncident
    identity: str


@dataclass(frozen=True, slots=True)
class Result:
    """How many incidents were added or taken away, and how many rows or incidents were not."""

    done: int
    kept: int


def import_log(
    services: Services, school_id: UUID, by: UUID, import_id: UUID, rows: Sequence[Row]
) -> Result:
    """Add what is new; a row that was imported before adds nothing.

    Asked again under the same `import_id`, it gives what the first time did. Raises `NotAllowed`,
    or `Refused` where the school has no policy yet.
    """
    now, scope = services.clock.now(), Scope.of(school_id)
    with open_session(services.engine, scope) as session, session.begin():
        adopted = schools.policy_today(session, scope, school_id, now)
        if adopted is None:
            raise Refused("This school has no policy in force yet. Adopt one first.")
        lock_school(session, school_id)
        earlier = log_imports.find(session, scope, import_id)
        around = surroundings(session, scope, school_id, adopted[0], now)
        who = actor(by, around, _blank(school_id, now), now)
        can.require(import_incident.ACTION, _blank(school_id, now), around.policy, who)
        if earlier is not None:
            return Result(earlier.added, earlier.skipped)
        return _add(
            services, session, _Deed(school_id, adopted[0], around, who, now), import_id, rows
        )


@dataclass(frozen=True, slots=True)
class _Deed:
    school_id: UUID
    adoption_id: UUID
    around: Surroundings
    who: Actor
    now: datetime


def _add(
    services: Services, session: Session, deed: _Deed, import_id: UUID, rows: Sequence[Row]
) -> Result:
    hashes = keys.index_hmacs(
        session, services.keyring, deed.school_id, [f"log:{row.identity}" for row in rows]
    )
    scope = Scope.of(deed.school_id)
    known = log_imports.known(session, scope, hashes)
    fresh = {match: row for match, row in zip(hashes, rows, strict=True) if match not in known}
    made = LogImportRow(
        school_id=deed.school_id,
        id=import_id,
        person_id=deed.who.known(),
        made_at=deed.now,
        added=len(fresh),
        skipped=len(rows) - len(fresh),
    )
    session.add(made)
    session.flush()
    with session.no_autoflush:
        for match, row in fresh.items():
            _write(services, session, deed, match, row)
    session.flush()
    compare_school(session, scope, deed.now)  # when the first of them is to be erased
    _audit(session, deed, "log.imported", import_id, len(fresh))
    return Result(made.added, made.skipped)


def _write(services: Services, session: Session, deed: _Deed, match: bytes, row: Row) -> None:
    blank = _blank(deed.school_id, deed.now)
    action = import_incident.ACTION
    outcome = action.decide(blank, deed.around.policy, deed.who, row.said, deed.now)
    entry = record.Entry(action, row.said, deed.who, deed.now, deed.now, once=None)
    made = record.numbered(session, outcome.facts, deed.adoption_id)
    made.import_id, made.import_match = row.said.import_id, match
    key = keys.new_incident_key(
        session, services.keyring, deed.school_id, outcome.facts.incident_id
    )
    case = record.Case(outcome.facts, deed.adoption_id, made, key)
    record.write(session, services.keyring, case, deed.around, outcome, entry)


def undo_import(services: Services, school_id: UUID, by: UUID, import_id: UUID) -> Result:
    """Erase what this import added and nobody has worked on since. Raises `NotFound`, `NotAllowed`.

    Done again, it does nothing.
    """
    now, scope = services.clock.now(), Scope.of(school_id)
    with open_session(services.engine, scope) as session, session.begin():
        adopted = schools.policy_today(session, scope, school_id, now)
        added = log_imports.incidents_of(
            session, scope, import_id
        )  # before the school, as decisions
        lock_school(session, school_id)
        made = log_imports.find(session, scope, import_id)
        if made is None or adopted is None:
            raise NotFound
        around = surroundings(session, scope, school_id, adopted[0], now)
        who = actor(by, around, _blank(school_id, now), now)
        can.require(import_incident.ACTION, _blank(school_id, now), around.policy, who)
        untouched = [row for row in added if row.version == 1]
        if untouched:
            log_imports.withdraw(session, scope, [row.id for row in untouched], now)
            made.undone_at, made.undone_by = now, by
            session.flush()
            compare_school(session, scope, now)
            deed = _Deed(school_id, adopted[0], around, who, now)
            _audit(session, deed, "log.import_undone", import_id, len(untouched))
        return Result(len(untouched), len(added) - len(untouched))


def _audit(session: Session, deed: _Deed, kind: str, import_id: UUID, number: int) -> None:
    refs = {"import": str(import_id), "person": str(deed.who.known()), "incidents": str(number)}
    audit.append(session, deed.school_id, kind, refs, at=deed.now)


def _blank(school_id: UUID, now: datetime) -> Facts:
    return Facts(school_id=school_id, incident_id=uuid7(), reference="", reported_at=now)
