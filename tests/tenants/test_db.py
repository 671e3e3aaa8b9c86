from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import StatementError

from tenants.db import NOBODY, Scope, UtcDateTime, lock_school, open_session, uuid7
from tests.databases import Database
from tests.tenants.world import World


def test_ids_are_version_7_and_keep_the_order_in_which_they_were_made() -> None:
    ids = [uuid7() for _ in range(1000)]
    assert {(one.version, one.variant) for one in ids} == {(7, UUID(int=0x8000 << 48).variant)}
    assert ids == sorted(ids)
    assert len(set(ids)) == 1000
    made = datetime.fromtimestamp((ids[-1].int >> 80) / 1000, UTC)
    assert abs(made.timestamp() - time.time()) < 5


def test_a_scope_is_what_postgresql_reads_as_an_array() -> None:
    one, two = uuid7(), uuid7()
    assert NOBODY.text == "{}"
    assert Scope.of(one, two).text == f"{{{one},{two}}}"


def test_instants_go_in_with_a_zone_and_come_out_in_utc(engine: sa.Engine) -> None:
    summer = datetime(2026, 6, 1, 9, 0, tzinfo=timezone(timedelta(hours=1)))
    statement = sa.select(sa.bindparam("at", type_=UtcDateTime))
    with engine.connect() as connection:
        connection.execute(sa.text("set time zone 'Asia/Tokyo'"))
        got = connection.scalar(statement, {"at": summer})
        assert got == datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
        assert got.tzinfo is UTC
        assert connection.scalar(statement, {"at": None}) is None
        with pytest.raises(StatementError, match="time zone"):
            connection.execute(statement, {"at": summer.replace(tzinfo=None)})


def test_a_session_takes_a_connection_at_its_first_statement(engine: sa.Engine) -> None:
    pool = sa.create_engine(engine.url, pool_size=1, max_overflow=0, pool_timeout=0.1)
    with open_session(pool, NOBODY), open_session(pool, NOBODY) as second:
        assert second.scalar(sa.text("select 1")) == 1
    pool.dispose()


def test_one_transaction_at_a_time_holds_the_lock_of_a_school(
    engine: sa.Engine, world: World
) -> None:
    school, other = uuid7(), uuid7()
    with open_session(engine, NOBODY) as first, open_session(engine, NOBODY) as second:
        lock_school(first, school)
        lock_school(second, other)
        second.execute(sa.text("set local lock_timeout = '50ms'"))
        with pytest.raises(sa.exc.OperationalError, match="lock timeout"):
            lock_school(second, school)
        first.rollback()
        second.rollback()
        lock_school(second, school)


def test_the_tests_sign_in_as_the_application(database: Database, engine: sa.Engine) -> None:
    with engine.connect() as connection:
        assert connection.scalar(sa.text("select current_user")) == "portal_app"
