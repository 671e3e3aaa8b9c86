from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory

from portal import migrate
from tests.databases import Database, made_by_another_version


@pytest.fixture
def owner(empty_database: Database) -> Iterator[sa.Engine]:
    engine = sa.create_engine(empty_database.owner_url)
    yield engine
    engine.dispose()


def left(engine: sa.Engine) -> set[str]:
    """Our tables, views and functions."""
    with engine.connect() as connection:
        return set(
            connection.scalars(
                sa.text(
                    "select relname from pg_class where relkind in ('r', 'v')"
                    " and relnamespace = 'public'::regnamespace and relname <> :versions"
                    " union select proname from pg_proc where pronamespace = 'public'::regnamespace"
                ),
                {"versions": migrate.VERSION_TABLE},
            )
        )


def test_up_down_and_up_again(empty_database: Database, owner: sa.Engine) -> None:
    assert migrate.current(owner) == ()
    migrate.upgrade(empty_database.owner_url)
    assert migrate.current(owner) == migrate.heads()
    made = left(owner)
    assert {"portal_incident", "tenants_organisation", "tenants_holding"} <= made
    migrate.downgrade(empty_database.owner_url, "base")
    assert left(owner) == set()
    assert migrate.current(owner) == ()
    migrate.upgrade(empty_database.owner_url)
    assert left(owner) == made


def test_the_models_are_what_the_migrations_make(database: Database) -> None:
    config = migrate.configuration()
    with migrate.prepared_connection(database.owner_url) as connection:
        config.attributes["connection"] = connection
        command.check(config)


def test_there_is_one_history_with_one_head() -> None:
    script = ScriptDirectory.from_config(migrate.configuration())
    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1


def test_two_that_migrate_at_once_wait_for_each_other(
    empty_database: Database, owner: sa.Engine
) -> None:
    with ThreadPoolExecutor(1) as pool, migrate.prepared_connection(empty_database.owner_url):
        second = pool.submit(_lock_and_go, empty_database.owner_url)
        with pytest.raises(TimeoutError):
            second.result(timeout=0.5)
    second.result(timeout=60)


def _lock_and_go(url: str) -> None:
    with migrate.prepared_connection(url):
        pass


def test_only_the_owner_migrates(empty_database: Database) -> None:
    with pytest.raises(migrate.WrongRole, match="portal_app"):
        migrate.upgrade(empty_database.app_url)


def test_the_tables_of_a_host_are_left_alone(empty_database: Database, owner: sa.Engine) -> None:
    with owner.begin() as connection:
        connection.execute(sa.text("create table alembic_version (version_num text)"))
        connection.execute(sa.text("create table hosts_own (id int)"))
    migrate.upgrade(empty_database.owner_url)
    config = migrate.configuration()
    with migrate.prepared_connection(empty_database.owner_url) as connection:
        config.attributes["connection"] = connection
        command.check(config)
    migrate.downgrade(empty_database.owner_url, "base")
    assert left(owner) == {"alembic_version", "hosts_own"}


def test_the_tables_of_another_version_are_named_and_left_alone(
    empty_database: Database, owner: sa.Engine
) -> None:
    """So does a baseline that was written anew: its revision goes by what it makes."""
    made_by_another_version(owner)
    with pytest.raises(migrate.UnknownTables, match=r"another version of the portal \(0001_old\)"):
        migrate.upgrade(empty_database.owner_url)
    assert left(owner) == set()
    assert migrate.current(owner) == ("0001_old",)


def test_any_role_may_ask_for_the_version(database: Database) -> None:
    engine = sa.create_engine(database.app_url)
    assert migrate.current(engine) == migrate.heads()
    engine.dispose()
