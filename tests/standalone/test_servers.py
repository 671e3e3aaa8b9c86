from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from redis import Redis

from standalone.roles import ServerFailed, provide_database, psycopg_url, read_url
from standalone.secrets import Secrets
from standalone.servers import HOST, Postgres, free_port
from standalone.valkey import answering, valkey
from tests.databases import Database


def ask(url: str, question: str) -> object:
    with psycopg.connect(psycopg_url(read_url(url)), autocommit=True) as connection:
        row = connection.execute(question).fetchone()
        return row and row[0]


def test_neither_role_is_a_superuser_or_passes_row_level_security(
    empty_database: Database,
) -> None:
    question = "select rolsuper or rolbypassrls or rolcreaterole from pg_roles where rolname = user"
    assert ask(empty_database.owner_url, question) is False
    assert ask(empty_database.app_url, question) is False


def test_the_app_role_may_not_create_tables(empty_database: Database) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(empty_database.app_url, "create table mine (id int)")


def test_a_cluster_keeps_its_data_and_a_leftover_server_is_replaced(tmp_path: Path) -> None:
    secrets = Secrets.kept_in(tmp_path / "secrets.json")
    assert Secrets.kept_in(tmp_path / "secrets.json") == secrets
    first = Postgres(tmp_path / "postgres", secrets, forgetful=True)
    first.start()
    with psycopg.connect(psycopg_url(first.owner_url())) as connection:
        connection.execute("create table kept as select 42 as answer")
    second = Postgres(tmp_path / "postgres", secrets, forgetful=True)
    try:
        second.start()  # the first was never stopped
        with psycopg.connect(psycopg_url(second.app_url())) as connection:
            connection.execute("select 1")
        with psycopg.connect(psycopg_url(second.owner_url())) as connection:
            assert connection.execute("select answer from kept").fetchone() == (42,)
    finally:
        second.destroy()


def kept(database: Database) -> Secrets:
    """With the passwords that the roles of this server have."""
    owner, app = (str(read_url(url).password) for url in (database.owner_url, database.app_url))
    return replace(Secrets.fresh(), owner=owner, app=app)


def test_a_role_that_may_not_make_what_is_missing_gets_a_sentence(empty_database: Database) -> None:
    app_url = read_url(empty_database.app_url)
    with pytest.raises(ServerFailed, match="may not set up the roles"):
        provide_database(app_url, kept(empty_database), create="missing")


def test_who_may_make_roles_and_databases_need_not_be_superuser(tmp_path: Path) -> None:
    secrets = Secrets.fresh()
    with Postgres(tmp_path / "postgres", Secrets.fresh(), forgetful=True) as server:
        admin = server.admin_url()
        with psycopg.connect(psycopg_url(admin), autocommit=True) as connection:
            connection.execute("drop database portal")
            connection.execute("drop role portal_owner, portal_app")
            connection.execute("create role keeper login password 'x' createrole createdb")
            connection.execute("create database theirs owner keeper")
        theirs = admin.set(username="keeper", password="x", database="theirs")
        provide_database(theirs, secrets)
        owner = theirs.set(username="portal_owner", password=secrets.owner)
        may_create = "select has_database_privilege(current_database(), 'create')"
        assert ask(psycopg_url(owner), may_create) is True
    server.destroy()


def test_roles_that_exist_keep_their_passwords(empty_database: Database) -> None:
    owner_url = read_url(empty_database.owner_url)
    provide_database(owner_url, kept(empty_database))
    with pytest.raises(ServerFailed, match="portal_app is on this server already"):
        provide_database(owner_url, Secrets.fresh())
    assert ask(empty_database.app_url, "select 1") == 1


@pytest.mark.parametrize(
    "url",
    ["secret", "mysql://role:secret@host/portal", "postgresql://role:secret@host", "a://b:c/d"],
)
def test_a_url_of_no_database_is_said_in_a_sentence_without_it(url: str) -> None:
    with pytest.raises(ServerFailed, match="names no database of PostgreSQL") as failed:
        read_url(url)
    assert "secret" not in str(failed.value)


@pytest.mark.parametrize("url", ["nonsense", f"redis://:secret@{HOST}:{{}}/0"])
def test_a_redis_that_does_not_answer_is_said_in_a_sentence(url: str) -> None:
    with pytest.raises(ServerFailed, match="No Redis or Valkey answers at the URL") as failed:
        answering(url.format(free_port()))
    assert "secret" not in str(failed.value)


def test_valkey_asks_for_its_password_and_keeps_it_off_the_command_line(tmp_path: Path) -> None:
    secrets = Secrets.fresh()
    with valkey(tmp_path, secrets) as url, Redis.from_url(url) as client:
        assert client.ping()
        assert answering(url) == url
        (pid,) = [line for line in Path("/proc").glob("[0-9]*") if _is_valkey(line, tmp_path)]
        assert secrets.valkey not in (pid / "cmdline").read_text()


def _is_valkey(process: Path, folder: Path) -> bool:
    try:
        return (process / "cwd").readlink() == folder and "valkey" in (process / "comm").read_text()
    except OSError:
        return False
