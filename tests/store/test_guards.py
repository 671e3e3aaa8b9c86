"""The four guards of tenancy. Each is proved alone, with the other three taken away."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import getmembers, isfunction, signature
from types import ModuleType

import pytest
import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.exc import DBAPIError, IntegrityError

from portal.crypto import KeyRing, new_key
from portal.errors import NotFound
from portal.models.incidents import IncidentRow
from portal.models.working import SeenRow
from portal.store import incidents
from tenants.db import NOBODY, Base, InScope, Scope, open_session
from tests.databases import Database
from tests.store.two_schools import School, incident_row, school_with_incident, seen_row

KEYRING = KeyRing(new_key())
OUR_TABLES = [table for table in Base.metadata.sorted_tables if table.name != "portal_test_clock"]


@pytest.fixture(scope="module")
def signed_in(database: Database) -> Iterator[sa.Engine]:
    """Signed in as portal_app, with one connection that every session uses again."""
    engine = sa.create_engine(database.app_url, pool_size=1, max_overflow=0)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def owner(database: Database) -> Iterator[sa.Engine]:
    """Signed in as portal_owner, for whom row-level security lets every row through."""
    engine = sa.create_engine(database.owner_url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def ours(signed_in: sa.Engine) -> School:
    return school_with_incident(signed_in, "Ours")


@pytest.fixture(scope="module")
def theirs(signed_in: sa.Engine) -> School:
    return school_with_incident(signed_in, "Theirs")


# 1. Every function of the store takes a scope. Taken away: the criterion (a plain session),
#    row-level security (the owner); no foreign key is asked.


def test_the_scope_of_a_store_function_alone_keeps_schools_apart(
    owner: sa.Engine, ours: School, theirs: School
) -> None:
    with orm.Session(owner) as session:
        stranger = session.get_one(IncidentRow, (theirs.id, theirs.incident_id))
        assert stranger.school_id == theirs.id  # nothing else stops us
        for scope in (Scope.of(ours.id), NOBODY):
            with pytest.raises(NotFound):
                incidents.lock_incident(session, scope, KEYRING, theirs.incident_id)
            with pytest.raises(NotFound):
                incidents.get_incident(session, scope, KEYRING, None, theirs.incident_id)
        assert set(incidents.count_by_stage(session, Scope.of(ours.id))) == {(ours.id, "reported")}
        assert incidents.count_by_stage(session, NOBODY) == {}


def test_functions_that_read_incidents_take_a_scope() -> None:
    def own(module: ModuleType) -> Iterator[tuple[str, object]]:
        yield from (
            (name, function)
            for name, function in getmembers(module, isfunction)
            if function.__module__ == module.__name__ and not name.startswith("_")
        )

    without = {
        name
        for name, function in own(incidents)
        if not {"scope", "rows"} & set(signature(function).parameters)  # type: ignore[arg-type]  # any table or function
    }
    assert without == set()


# 2. The session adds the scope to every ORM statement. Taken away: the store's own condition,
#    row-level security (the owner).


def test_the_criterion_of_the_session_alone_keeps_schools_apart(
    owner: sa.Engine, ours: School, theirs: School
) -> None:
    everything = sa.select(IncidentRow.id)
    alias = orm.aliased(IncidentRow)
    with open_session(owner, Scope.of(ours.id)) as session:
        assert session.scalars(everything).all() == [ours.incident_id]
        assert session.scalars(sa.select(alias.id)).all() == [ours.incident_id]
        assert session.scalar(sa.select(sa.func.count()).select_from(SeenRow)) == 1
        assert session.get(IncidentRow, (theirs.id, theirs.incident_id)) is None
        joined = sa.select(IncidentRow.id).join(SeenRow, SeenRow.incident_id == IncidentRow.id)
        assert session.scalars(joined).all() == [ours.incident_id]
    with open_session(owner, Scope.of(ours.id, theirs.id)) as session:
        assert set(session.scalars(everything)) == {ours.incident_id, theirs.incident_id}
    with open_session(owner, NOBODY) as session:
        assert session.scalars(everything).all() == []


@pytest.mark.parametrize(
    "statement",
    [sa.update(SeenRow).values(what="changed"), sa.delete(SeenRow)],
    ids=["update", "delete"],
)
def test_the_criterion_also_narrows_what_is_changed(
    owner: sa.Engine, ours: School, theirs: School, statement: sa.Update | sa.Delete
) -> None:
    with open_session(owner, Scope.of(ours.id)) as session:
        changed = session.execute(statement.returning(SeenRow.school_id)).scalars().all()
        assert changed == [ours.id]
        session.rollback()


def test_every_table_with_a_school_is_under_the_criterion() -> None:
    mapped = [mapper.class_ for mapper in Base.registry.mappers]
    outside = {
        model.__name__
        for model in mapped
        if "school_id" in sa.inspect(model).columns and not issubclass(model, InScope)
    }
    assert outside == set()


# 3. Row-level security. Taken away: store and criterion (plain SQL); no foreign key is asked.


def _as_app(signed_in: sa.Engine, school: School) -> sa.Connection:
    connection = signed_in.connect()
    connection.execute(
        sa.text("select set_config('portal.schools', :schools, true)"),
        {"schools": Scope.of(school.id).text},
    )
    return connection


def test_row_level_security_alone_keeps_schools_apart(
    signed_in: sa.Engine, ours: School, theirs: School
) -> None:
    with _as_app(signed_in, ours) as connection:
        seen = connection.scalars(sa.text("select id from portal_incident")).all()
        assert seen == [ours.incident_id]
        changed = connection.execute(sa.text("update portal_seen set what = 'changed'"))
        assert changed.rowcount == 1


def test_row_level_security_alone_refuses_rows_for_another_school(
    signed_in: sa.Engine, ours: School, theirs: School
) -> None:
    row = seen_row(theirs.id, theirs.incident_id)
    values = {column.name: getattr(row, column.name) for column in SeenRow.__table__.columns}
    with (
        _as_app(signed_in, ours) as connection,
        pytest.raises(DBAPIError, match="row-level security policy"),
    ):
        connection.execute(sa.insert(SeenRow.__table__).values(values))  # type: ignore[arg-type]  # any table or function
    with (
        _as_app(signed_in, ours) as connection,
        pytest.raises(DBAPIError, match="row-level security policy"),
    ):
        connection.execute(sa.text("update portal_seen set school_id = :id"), {"id": theirs.id})


@pytest.mark.parametrize("table", OUR_TABLES, ids=str)
def test_with_no_scope_nothing_is_visible(
    signed_in: sa.Engine, ours: School, table: sa.Table
) -> None:
    with signed_in.connect() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(table)) == 0
    with open_session(signed_in, NOBODY) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(table)) == 0


def test_a_reused_connection_keeps_no_scope(signed_in: sa.Engine, ours: School) -> None:
    count = sa.text("select count(*) from portal_incident")
    process = sa.text("select pg_backend_pid()")
    with open_session(signed_in, Scope.of(ours.id)) as session:
        first = session.scalar(process)
        with session.begin_nested():
            assert session.scalar(count) == 1
        assert session.scalar(count) == 1
        session.commit()
        assert session.scalar(count) == 1  # the next transaction of the session has it again
    for _ in range(2):
        with signed_in.connect() as connection:
            assert connection.scalar(process) == first
            assert (
                connection.scalar(sa.text("select current_setting('portal.schools', true)")) == ""
            )
            assert connection.scalar(count) == 0
    with open_session(signed_in, NOBODY) as session:
        assert session.scalar(count) == 0


# 4. Composite foreign keys. Taken away: the store, the criterion (a plain session),
#    row-level security (the owner).


def test_a_composite_key_alone_keeps_a_row_with_its_school(
    owner: sa.Engine, ours: School, theirs: School
) -> None:
    mixed = (seen_row(ours.id, theirs.incident_id), incident_row(ours.id, theirs.adoption_id, 2))
    for row in mixed:
        with orm.Session(owner) as session:
            session.add(row)
            with pytest.raises(IntegrityError, match="foreign key"):
                session.flush()


def test_every_reference_between_rows_of_schools_carries_the_school() -> None:
    of_schools = {t.name for t in Base.metadata.sorted_tables if "school_id" in t.columns}
    loose = {
        f"{table.name} → {constraint.referred_table.name}"
        for table in Base.metadata.sorted_tables
        for constraint in table.foreign_key_constraints
        if table.name in of_schools and constraint.referred_table.name in of_schools
        if ("school_id", "school_id")
        not in {(key.parent.name, key.column.name) for key in constraint.elements}
    }
    assert loose == set()
