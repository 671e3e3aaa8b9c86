"""What people type and who they are stays out of logs, of Redis and of error pages, whatever fails.

A canary stands in every field of a report and in every name and address; then mail, pages and the
database fail with it in their own words.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemLoader
from redis import Redis
from werkzeug.test import TestResponse

from portal.store import due
from tests.databases import Database
from tests.hosts.pages import hidden_fields, soup
from tests.journeys.live import eventually
from tests.mail_sink import MailSink
from tests.portal_app import dispose, make_app, production_logs, sign_in

CANARY = "Canarywharfinger"
START = "/wormley/report/"
TYPED = {
    "how": {"naming": "named"},
    "what": {"happened": f"{CANARY} lost a list.", "kind": "confirmed"},
    "when": {"noticed": "now", "occurred": CANARY},
    "danger": {"danger": "yes", "still_going_on": "not_sure", "done_so_far": CANARY},
    "whose": dict.fromkeys(("whose", "what_data", "people_estimate", "involved"), CANARY),
    "who": {"told": "head"},
}
Execute = Callable[[str], object]
Make = Callable[..., Flask]


@pytest.fixture(scope="module")
def as_owner(demo_database: Database) -> Iterator[Execute]:
    """Do as the tables' owner what the app cannot."""
    engine = sa.create_engine(demo_database.owner_url)

    def execute(statement: str) -> object:
        with engine.begin() as connection:
            found = connection.execute(sa.text(statement), {"canary": CANARY})
            return found.scalars().all() if found.returns_rows else None

    yield execute
    engine.dispose()


@pytest.fixture(scope="module")
def make(demo_database: Database, as_owner: Execute) -> Iterator[Make]:
    """Make the app as it fails in production, among people named like canaries."""
    as_owner("update tenants_person set name = :canary || ' ' || name, phone = :canary")
    as_owner("update tenants_person set email = :canary || '.' || email")
    as_owner("update tenants_membership set job_title = :canary")
    made: list[Flask] = []

    def one_more(**settings: object) -> Flask:
        quiet = {"WTF_CSRF_ENABLED": False, "PROPAGATE_EXCEPTIONS": False}
        made.append(make_app(demo_database, **quiet, **settings))
        return made[-1]

    yield one_more
    for each in made:
        dispose(each)


@pytest.fixture
def teacher(make: Make) -> FlaskClient:
    return sign_in(make().test_client(), "wormley.teacher")


def send(client: FlaskClient, where: str, said: dict[str, str]) -> TestResponse:
    """Fill in a page, with the key of its form."""
    return client.post(where, data=hidden_fields(client.get(where)) | said)


def fill_in(client: FlaskClient) -> str:
    """Answer every question; the address of the check page."""
    client.get(START)
    for step, said in TYPED.items():
        assert send(client, f"{START}{step}", said).status_code == 303, step
    return f"{START}check"


def tells(text: str) -> bool:
    return CANARY.lower() in text.lower()


def kept_in(redis: Redis) -> Iterator[str]:
    """Everything that Redis holds, as text; RQ squeezes some of it."""
    for key in redis.scan_iter():
        raw = [key, redis.dump(key) or b""]
        if redis.type(key) == b"hash":
            raw += [part for pair in redis.hgetall(key).items() for part in pair]
        for value in raw:
            yield value.decode("latin-1")
            try:
                yield zlib.decompress(value).decode("latin-1")
            except zlib.error:
                continue


def test_mail_that_is_refused_with_the_address_in_the_answer_tells_nobody(
    make: Make, demo_database: Database, valkey: str, smtp: MailSink
) -> None:
    smtp._answer = f"550 <{CANARY}.wormley.head@example.org> {CANARY} has left"
    over_redis = make(REDIS_URL=valkey)
    client = sign_in(over_redis.test_client(), "wormley.teacher")
    with production_logs() as written:
        assert send(client, fill_in(client), {}).status_code == 303
    with Redis.from_url(valkey) as redis:
        assert any("portal" in text for text in kept_in(redis))
        assert not [text for text in kept_in(redis) if tells(text)]
        said = written.getvalue() + by_a_worker(over_redis, demo_database, valkey, smtp)
        assert not [text for text in kept_in(redis) if tells(text)]
    assert "550" in said
    assert not tells(said)


def by_a_worker(app: Flask, database: Database, valkey: str, smtp: MailSink) -> str:
    """Have a worker try to send; what it says on both its outputs."""
    with app.app_context():
        engine = app.extensions["portal"].services().engine
    environment = {
        "PORTAL_CONFIG": "test",
        "SQLALCHEMY_DATABASE_URI": database.app_url,
        "REDIS_URL": valkey,
        "MAIL_PORT": str(smtp.port),
    }
    with subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "portal", "worker"],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    ) as worker:  # fmt: skip
        try:
            eventually(
                lambda: (
                    not any(
                        kind == "alert" and state in {"waiting", "sending"}
                        for kind, state in due.effects_by_state(engine)
                    )
                ),
                "every alert settled",
            )
        finally:
            worker.send_signal(signal.SIGTERM)
            said, _nothing = worker.communicate(timeout=60)
    return said


@pytest.mark.parametrize(
    "table", ["portal_draft", "portal_incident", "portal_decision", "portal_duty", "portal_audit"]
)
def test_a_database_that_refuses_a_row_tells_nobody(
    teacher: FlaskClient, as_owner: Execute, table: str
) -> None:
    """PostgreSQL prints the whole row, and SQLAlchemy the parameters."""
    check = fill_in(teacher)
    as_owner(f"alter table {table} add constraint planted check (id is null) not valid")
    try:
        with production_logs() as written:
            where, said = (
                (f"{START}what", TYPED["what"]) if table == "portal_draft" else (check, {})
            )
            answer = send(teacher, where, said)
    finally:
        as_owner(f"alter table {table} drop constraint planted")
    page = soup(answer)
    for typed in page.select("code"):  # gives back to whoever typed it, and to nobody else
        typed.decompose()
    assert answer.status_code == 500
    assert not tells(page.get_text())
    assert ("CheckViolation" if table == "portal_draft" else "IntegrityError") in written.getvalue()
    assert not tells(written.getvalue())


def test_a_page_that_fails_tells_nobody(make: Make, tmp_path: Path) -> None:
    """Jinja names what it looked for."""
    page = tmp_path / "portal" / "home" / "home.html"
    page.parent.mkdir(parents=True)
    page.write_text("{{ {}[visit.person.name].x }}")
    failing = make()
    assert isinstance(failing.jinja_loader, FileSystemLoader)
    failing.jinja_loader.searchpath.insert(0, str(tmp_path))
    client = sign_in(failing.test_client(), "wormley.teacher")
    with production_logs() as written:
        answer = client.get("/")
    assert answer.status_code == 500
    assert not tells(answer.text)
    assert "UndefinedError" in written.getvalue()
    assert not tells(written.getvalue())


def test_the_database_keeps_what_was_typed_only_encrypted(
    teacher: FlaskClient, as_owner: Execute
) -> None:
    assert send(teacher, fill_in(teacher), {}).status_code == 303
    tables = as_owner("select relname from pg_class where relkind = 'r' and relname like 'portal%'")
    assert isinstance(tables, list)
    found = {
        table: as_owner(f"select count(*) from {table} t where strpos(t::text, :canary) > 0")  # noqa: S608 - names from the catalogue
        for table in tables
    }
    assert found == {table: [0] for table in tables}
