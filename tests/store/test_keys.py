from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
import sqlalchemy as sa

from portal.crypto import KeyRing, new_key
from portal.store import keys
from tenants.db import Scope, open_session
from tests.databases import Database
from tests.store.two_schools import School, incident_row, school_with_incident
from tests.tenants.world import NOW, World

KEYRING = KeyRing(new_key())


@pytest.fixture(scope="module")
def engine(database: Database) -> Iterator[sa.Engine]:
    engine = sa.create_engine(database.app_url)
    yield engine
    engine.dispose()


@pytest.fixture
def school(engine: sa.Engine) -> School:
    return school_with_incident(engine, "Hill School")


def new_incident(engine: sa.Engine, school: School) -> tuple[UUID, bytes]:
    row = incident_row(school.id, school.adoption_id, serial=2)
    with open_session(engine, Scope.of(school.id)) as session, session.begin():
        key = keys.new_incident_key(session, KEYRING, school.id, row.id)  # before its incident
        session.add(row)
    return row.id, key


def test_a_school_has_one_key_whoever_asks_first(engine: sa.Engine) -> None:
    school = World(engine).school()
    together = Barrier(4)

    def ask(_: int) -> bytes:
        with open_session(engine, Scope.of(school)) as session, session.begin():
            session.execute(sa.text("select 1"))
            together.wait()
            return keys.school_key(session, KEYRING, school)

    with ThreadPoolExecutor(4) as pool:
        asked = set(pool.map(ask, range(4)))
    assert len(asked) == 1


def test_the_key_of_an_incident_is_read_again(engine: sa.Engine, school: School) -> None:
    incident, key = new_incident(engine, school)
    with open_session(engine, Scope.of(school.id)) as session:
        assert keys.incident_key(session, KEYRING, school.id, incident) == key
        assert keys.incident_keys(session, KEYRING, [(school.id, incident)]) == {incident: key}
        assert keys.incident_keys(session, KEYRING, []) == {}


def test_a_destroyed_key_is_gone_and_its_incident_still_stands(
    engine: sa.Engine, school: School
) -> None:
    incident, _ = new_incident(engine, school)
    with open_session(engine, Scope.of(school.id)) as session, session.begin():
        keys.destroy_incident_key(session, school.id, incident, NOW)
    with open_session(engine, Scope.of(school.id)) as session:
        with pytest.raises(keys.Erased):
            keys.incident_key(session, KEYRING, school.id, incident)
        assert keys.incident_keys(session, KEYRING, [(school.id, incident)]) == {}
        row = session.execute(sa.text("select wrapped, destroyed_at from portal_incident_key"))
        assert row.one() == (None, NOW)


def test_a_key_without_its_incident_is_not_kept(engine: sa.Engine, school: School) -> None:
    with (
        pytest.raises(sa.exc.IntegrityError),
        open_session(engine, Scope.of(school.id)) as session,
        session.begin(),
    ):
        keys.new_incident_key(session, KEYRING, school.id, UUID(int=7))


def test_another_school_opens_nothing(engine: sa.Engine, school: School) -> None:
    incident, _ = new_incident(engine, school)
    other = World(engine).school("Other")
    with open_session(engine, Scope.of(other)) as session:
        with pytest.raises(keys.Erased):
            keys.incident_key(session, KEYRING, school.id, incident)
        with pytest.raises(sa.exc.ProgrammingError, match="row-level security"):
            keys.school_key(session, KEYRING, school.id)


def test_hashes_to_find_by_are_a_schools_own(engine: sa.Engine, school: School) -> None:
    other = World(engine).school("Other")
    with open_session(engine, Scope.of(school.id, other)) as session:
        ours = keys.index_hmacs(session, KEYRING, school.id, ["A123", "B"])
        assert keys.index_hmacs(session, KEYRING, school.id, ["B", "A123"]) == ours[::-1]
        assert not {*ours} & {*keys.index_hmacs(session, KEYRING, other, ["A123", "B"])}
