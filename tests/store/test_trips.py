"""One trip to PostgreSQL without a session: in scope, read-only, over a connection that lives."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
import sqlalchemy as sa

from tenants import trips
from tenants.db import NOBODY, Scope
from tenants.trips import Query, no_rows
from tests.databases import Database
from tests.store.two_schools import School, school_with_incident

INCIDENTS: Query[list[object]] = Query(
    "select id from portal_incident", {}, lambda rows: [ident for (ident,) in rows]
)
LEAVE: Query[None] = Query("select pg_terminate_backend(pg_backend_pid())", {}, no_rows)


def moved(school: School) -> Query[None]:
    """Something that writes."""
    sql = "update portal_incident set year = 1999 where id = %(id)s"
    return Query(sql, {"id": school.incident_id}, no_rows)


@pytest.fixture(scope="module")
def engine(database: Database) -> Iterator[sa.Engine]:
    """Signed in as portal_app, with one connection that every trip uses again."""
    engine = sa.create_engine(database.app_url, pool_size=1, max_overflow=0)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def ours(engine: sa.Engine) -> School:
    return school_with_incident(engine, "Ours")


@pytest.fixture(scope="module")
def theirs(engine: sa.Engine) -> School:
    return school_with_incident(engine, "Theirs")


def test_row_level_security_alone_keeps_schools_apart(
    engine: sa.Engine, ours: School, theirs: School
) -> None:
    both = Scope.of(ours.id, theirs.id)
    assert trips.ask(engine, Scope.of(ours.id), INCIDENTS) == [[ours.incident_id]]
    assert set(trips.ask(engine, both, INCIDENTS)[0]) == {ours.incident_id, theirs.incident_id}
    assert trips.ask(engine, NOBODY, INCIDENTS) == [[]]
    assert trips.ask_alone(engine, INCIDENTS) == []  # nothing is left of the scope before


def test_asking_cannot_write(engine: sa.Engine, ours: School) -> None:
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        trips.ask(engine, Scope.of(ours.id), moved(ours))
    assert trips.ask(engine, Scope.of(ours.id), INCIDENTS) == [[ours.incident_id]]


def test_telling_reaches_no_other_school(engine: sa.Engine, ours: School, theirs: School) -> None:
    year: Query[object] = Query("select year from portal_incident", {}, lambda rows: rows[0][0])
    (before,) = trips.ask(engine, Scope.of(theirs.id), year)
    trips.tell(engine, Scope.of(ours.id), moved(ours))
    trips.tell(engine, Scope.of(ours.id), moved(theirs))
    assert trips.ask(engine, Scope.of(ours.id), year) == [1999]
    assert trips.ask(engine, Scope.of(theirs.id), year) == [before]


def test_a_connection_that_has_gone_is_not_lent_again(engine: sa.Engine, ours: School) -> None:
    with pytest.raises(psycopg.OperationalError):
        trips.ask_alone(engine, LEAVE)
    assert trips.ask(engine, Scope.of(ours.id), INCIDENTS) == [[ours.incident_id]]
    with pytest.raises(psycopg.OperationalError):
        trips.ask(engine, NOBODY, LEAVE)
    assert trips.ask(engine, Scope.of(ours.id), INCIDENTS) == [[ours.incident_id]]
