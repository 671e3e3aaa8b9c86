"""What PostgreSQL enforces whatever the code does: read from its own catalogue."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

import portal.models  # noqa: F401 - loads every table
import tenants.models  # noqa: F401 - for its tables
from migrations import functions
from tenants.db import Base
from tests.databases import Database

TABLES = sorted(Base.metadata.tables)
APPEND_ONLY = {"portal_audit", "tenants_adoption"}


@pytest.fixture(scope="module")
def owner(database: Database) -> Iterator[sa.Connection]:
    engine = sa.create_engine(database.owner_url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def test_the_two_roles_can_bypass_nothing(owner: sa.Connection) -> None:
    rows = owner.execute(
        sa.text(
            "select rolname, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb as mighty"
            " from pg_roles where rolname in ('portal_app', 'portal_owner')"
        )
    ).all()
    assert {row.rolname: row.mighty for row in rows} == {"portal_app": False, "portal_owner": False}


@pytest.mark.parametrize("table", TABLES)
def test_every_table_has_security_forced_and_belongs_to_the_owner(
    owner: sa.Connection, table: str
) -> None:
    row = owner.execute(
        sa.text(
            "select relrowsecurity, relforcerowsecurity, pg_get_userbyid(relowner) as owner"
            " from pg_class where oid = cast(:name as regclass)"
        ),
        {"name": table},
    ).one()
    assert tuple(row) == (True, True, "portal_owner")
    roles = owner.scalars(
        sa.text("select distinct unnest(roles)::text from pg_policies where tablename = :name"),
        {"name": table},
    ).all()
    assert set(roles) == {"portal_app", "portal_owner"}


@pytest.mark.parametrize("table", TABLES)
def test_the_application_may_do_what_is_said_and_no_more(owner: sa.Connection, table: str) -> None:
    granted = owner.scalars(
        sa.text(
            "select lower(privilege_type) from information_schema.role_table_grants"
            " where table_name = :name and grantee = 'portal_app'"
        ),
        {"name": table},
    ).all()
    said = Base.metadata.tables[table].info.get("app_may", "select, insert, update")
    assert set(granted) == set(str(said).split(", "))
    assert not APPEND_ONLY.intersection({table}) or set(granted) == {"select", "insert"}


def test_the_owner_sees_and_changes_rows_of_every_school(owner: sa.Connection) -> None:
    """Without a policy of its own a data migration would change nothing and say nothing."""
    with owner.begin_nested() as savepoint:
        owner.execute(
            sa.text(
                "insert into tenants_organisation (id, kind, name, slug, nation)"
                " values (gen_random_uuid(), 'school', 'A', 'a', 'england')"
            )
        )
        changed = owner.execute(sa.text("update tenants_organisation set name = 'B'"))
        assert changed.rowcount == 1
        savepoint.rollback()


def test_functions_across_schools_are_ours_and_the_owners_with_a_fixed_path(
    owner: sa.Connection,
) -> None:
    rows = owner.execute(
        sa.text(
            "select p.proname, p.prosrc, pg_get_userbyid(p.proowner) as owner, p.proconfig,"
            " has_function_privilege('portal_app', p.oid, 'execute') as for_app,"
            " coalesce((select bool_or(grantee = 0) from aclexplode(proacl)), true) as for_all"
            " from pg_proc p where p.prosecdef and p.pronamespace = 'public'::regnamespace"
        )
    ).all()
    bodies = {each.name: each.body.split() for each in functions.FUNCTIONS}  # however indented
    assert {row.proname: row.prosrc.split() for row in rows} == bodies
    for row in rows:
        assert row.owner == "portal_owner", row.proname
        assert row.proconfig == ["search_path=pg_catalog, public, pg_temp"], row.proname
        assert (row.for_app, row.for_all) == (True, False), row.proname


def test_the_view_of_roles_uses_the_rights_of_its_reader(owner: sa.Connection) -> None:
    options = owner.scalar(
        sa.text("select reloptions from pg_class where relname = 'tenants_holding'")
    )
    assert options == ["security_invoker=true"]
