"""Keys of schools and incidents, read through their wrapping; made where they are missing.

A session sees only the keys of the schools in its scope, so it can open nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Engine, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from portal import crypto
from portal.crypto import KeyRing, UnknownMasterKey
from portal.errors import NotFound
from portal.models.keys import IncidentKeyRow, SchoolKeyRow
from tenants import directory
from tenants.db import Scope, open_session
from tenants.trips import Query, no_rows

_TABLE = IncidentKeyRow.__tablename__


class Erased(NotFound):
    """The incident's key was destroyed: what it sealed cannot be read again."""


def school_key(session: Session, keyring: KeyRing, school_id: UUID) -> bytes:
    """The key of a school; made at the first call, once, however many call at the same time.

    Raises NoResultFound for a school that is not there.
    """
    asked: Query[bytes | None] = Query(
        _WRAPPED, {"school": school_id}, lambda rows: rows[0][0] if rows else None
    )
    wrapped = asked.within(session)
    if wrapped is None:
        session.execute(
            insert(SchoolKeyRow)
            .values(school_id=school_id, wrapped=keyring.wrap(crypto.new_key(), school_id))
            .on_conflict_do_nothing()
        )
        wrapped = asked.within(session)
        if wrapped is None:
            raise NoResultFound
    return keyring.unwrap(wrapped, school_id)


def school_keys(session: Session, keyring: KeyRing, schools: Collection[UUID]) -> dict[UUID, bytes]:
    """The keys of schools, as far as they have one, by school."""
    rows = session.execute(
        select(SchoolKeyRow.school_id, SchoolKeyRow.wrapped).where(
            SchoolKeyRow.school_id.in_(schools)
        )
    )
    return {school: keyring.unwrap(wrapped, school) for school, wrapped in rows}


def opens_all(engine: Engine, keyring: KeyRing) -> bool:
    """Whether the master keys that are here open the key of every school."""
    everybody = directory.list_organisations(engine)
    with open_session(engine, Scope.of(*everybody)) as session:
        try:
            school_keys(session, keyring, everybody)
        except UnknownMasterKey:
            return False
    return True


def rewrap(session: Session, keyring: KeyRing, schools: Collection[UUID]) -> int:
    """Wrap with the master key in use the keys that an earlier one wrapped; how many.

    Raises UnknownMasterKey where one was wrapped with a key that is not here.
    """
    rows = session.scalars(
        select(SchoolKeyRow).where(SchoolKeyRow.school_id.in_(schools)).with_for_update()
    )
    anew = [(row, keyring.wrapped_anew(row.wrapped, row.school_id)) for row in rows]
    changed = [(row, wrapped) for row, wrapped in anew if wrapped is not None]
    for row, wrapped in changed:
        row.wrapped = wrapped
    return len(changed)


def new_incident_key(
    session: Session, keyring: KeyRing, school_id: UUID, incident_id: UUID
) -> bytes:
    """Make the key of a new incident, to be stored in this transaction."""
    key = crypto.new_key()
    outer = school_key(session, keyring, school_id)
    wrapped = crypto.seal(outer, key, table=_TABLE, column="wrapped", row=incident_id)
    row = {"school_id": school_id, "id": incident_id, "wrapped": wrapped}
    Query(_NEW, row, no_rows).within(session)
    return key


_WRAPPED: Final = "select wrapped from portal_school_key where school_id = %(school)s"
_NEW: Final = """
insert into portal_incident_key (school_id, id, wrapped) values (%(school_id)s, %(id)s, %(wrapped)s)
"""


def incident_key(session: Session, keyring: KeyRing, school_id: UUID, incident_id: UUID) -> bytes:
    """The key of an incident. Raises Erased when it was destroyed or never made."""
    try:
        return incident_keys(session, keyring, [(school_id, incident_id)])[incident_id]
    except KeyError:
        raise Erased from None


def incident_keys(
    session: Session, keyring: KeyRing, incidents: Collection[tuple[UUID, UUID]]
) -> dict[UUID, bytes]:
    """The keys of incidents, given as (school, incident), by incident; without the erased ones."""
    if not incidents:
        return {}
    rows = session.execute(
        select(
            SchoolKeyRow.school_id,
            SchoolKeyRow.wrapped,
            IncidentKeyRow.id,
            IncidentKeyRow.wrapped,
        )
        .join(SchoolKeyRow, SchoolKeyRow.school_id == IncidentKeyRow.school_id)
        .where(tuple_(IncidentKeyRow.school_id, IncidentKeyRow.id).in_(incidents))
        .where(IncidentKeyRow.wrapped.is_not(None))
    ).all()
    outer = {school: keyring.unwrap(wrapped, school) for school, wrapped, _, _ in rows}
    return {
        incident: crypto.unseal(
            outer[school], sealed or b"", table=_TABLE, column="wrapped", row=incident
        )
        for school, _, incident, sealed in rows
    }


def destroy_incident_key(
    session: Session, school_id: UUID, incident_id: UUID, now: datetime
) -> None:
    """Erase an incident: nothing sealed with its key can be read again."""
    session.execute(
        update(IncidentKeyRow)
        .where(IncidentKeyRow.school_id == school_id, IncidentKeyRow.id == incident_id)
        .values(wrapped=None, destroyed_at=now)
    )


def index_hmacs(
    session: Session, keyring: KeyRing, school_id: UUID, texts: Sequence[str]
) -> list[bytes]:
    """The keyed hashes of many texts, in their order."""
    key = school_key(session, keyring, school_id)
    return [crypto.index_hmac(key, text) for text in texts]
