"""The audit chain against real PostgreSQL, as the app's own role."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import ProgrammingError

from portal.store import audit
from tenants.db import Scope, open_session, uuid7
from tenants.models import Organisation, OrganisationKind
from tests.databases import Database, engine_of

AT = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def engine(database: Database) -> Iterator[Engine]:
    engine = engine_of(database.app_url)
    yield engine
    engine.dispose()


@pytest.fixture
def school(engine: Engine) -> UUID:
    school_id = uuid7()
    with open_session(engine, Scope.of(school_id)) as session, session.begin():
        session.add(
            Organisation(
                id=school_id,
                kind=OrganisationKind.SCHOOL,
                name="Hill Road School",
                slug=f"hill-{school_id.hex}",
            )
        )
    return school_id


def append(engine: Engine, school: UUID, kind: str = "triage", content: bytes | None = None) -> str:
    with open_session(engine, Scope.of(school)) as session, session.begin():
        return audit.append(
            session, school, kind, {"incident": str(uuid7())}, content=content, salt=b"salt", at=AT
        )


def verified(engine: Engine, school: UUID) -> audit.Verification:
    with open_session(engine, Scope.of(school)) as session:
        return audit.verify(session, school)


def as_owner(database: Database, statement: str) -> None:
    owner = create_engine(database.owner_url)
    with owner.begin() as connection:
        connection.execute(text(statement))
    owner.dispose()


def test_an_empty_chain_holds(engine: Engine, school: UUID) -> None:
    assert verified(engine, school) == audit.Verification(
        ok=True, entries=0, first_bad=None, head=audit.BEGINNING
    )


def test_a_chain_holds_and_its_head_is_the_last_digest(engine: Engine, school: UUID) -> None:
    digests = [append(engine, school) for _ in range(5)]
    found = verified(engine, school)
    assert (found.ok, found.entries, found.head) == (True, 5, digests[-1])


def test_an_entry_can_be_checked_with_nothing_of_ours(engine: Engine, school: UUID) -> None:
    append(engine, school)
    append(engine, school, content="Zoë told us".encode())
    with open_session(engine, Scope.of(school)) as session:
        first, second = session.execute(
            text("select body, previous, digest from portal_audit order by position")
        ).all()
    assert first.previous == "0" * 64
    assert second.previous == first.digest
    assert second.digest == sha256(f"{first.digest}\n{second.body}".encode()).hexdigest()
    assert json.loads(second.body)["at"] == "2026-11-20T15:30:00+00:00"


def test_content_is_never_stored_and_its_hash_needs_the_salt(engine: Engine, school: UUID) -> None:
    append(engine, school, content=b"Amira Khan, Class 4")
    with open_session(engine, Scope.of(school)) as session:
        body: str = session.execute(text("select body from portal_audit")).scalar_one()
    assert "Amira" not in body
    assert json.loads(body)["content"] == audit.content_hash(b"Amira Khan, Class 4", b"salt")
    assert audit.content_hash(b"Amira Khan, Class 4", b"other") not in body


@pytest.mark.parametrize(
    "change", ["update portal_audit set body = '{}'", "delete from portal_audit"]
)
def test_the_app_may_neither_change_nor_delete(engine: Engine, school: UUID, change: str) -> None:
    append(engine, school)
    with (
        open_session(engine, Scope.of(school)) as session,
        pytest.raises(ProgrammingError, match="permission denied"),
    ):
        session.execute(text(change))


@pytest.mark.parametrize(
    ("tampering", "first_bad"),
    [
        ("update portal_audit set body = replace(body, 'triage', 'closed') where {} = 3", 3),
        ("delete from portal_audit where {} = 2", 2),
        ("update portal_audit set digest = repeat('a', 64) where {} = 4", 4),
        ("update portal_audit set body = 'not json' where {} = 1", 1),
    ],
)
def test_tampering_is_found_where_it_was_done(
    database: Database, engine: Engine, school: UUID, tampering: str, first_bad: int
) -> None:
    for _ in range(5):
        append(engine, school)
    as_owner(database, tampering.format(f"school_id = '{school}' and position"))
    found = verified(engine, school)
    assert (found.ok, found.first_bad) == (False, first_bad)


def test_an_entry_of_another_school_does_not_fit(engine: Engine, school: UUID) -> None:
    append(engine, school)
    with open_session(engine, Scope.of(school)) as session:
        row = session.execute(
            text("select position, body, previous, digest from portal_audit")
        ).one()
    assert audit.walk(school, [tuple(row)]).ok
    assert audit.walk(uuid7(), [tuple(row)]).first_bad == 1


def test_many_writers_at_once_make_one_chain(engine: Engine, school: UUID) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: append(engine, school), range(24)))
    assert verified(engine, school).entries == 24
    assert verified(engine, school).ok


def test_a_transaction_that_fails_leaves_no_entry(engine: Engine, school: UUID) -> None:
    append(engine, school)
    with open_session(engine, Scope.of(school)) as session:
        audit.append(session, school, "triage", {}, at=AT)
        session.rollback()
    assert verified(engine, school).entries == 1
