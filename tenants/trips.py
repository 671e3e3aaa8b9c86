"""What every page asks, in one trip to PostgreSQL.

These few statements go to the driver itself: a session and its statement objects take more of a
page's time than their answers do. The scope is set in the same transaction, so row-level security
holds as in a session; asking is read-only, and telling is for the doors of the four kinds of write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, LiteralString, TypeVar, cast

from tenants.db import SCOPE_SETTING, Scope

if TYPE_CHECKING:
    import psycopg
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

T = TypeVar("T")
U = TypeVar("U")
Rows = Sequence[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Query(Generic[T]):
    """A statement with its values, named `%(so)s`, and what its rows mean."""

    sql: LiteralString
    values: Mapping[str, object]
    means: Callable[[Rows], T]

    def then(self, further: Callable[[T], U]) -> Query[U]:
        """The same, with the answer understood further."""
        return Query(self.sql, self.values, lambda rows: further(self.means(rows)))

    def within(self, session: Session) -> T:
        """Ask in the transaction of a session, after what it has not written yet."""
        if session.autoflush:
            session.flush()
        rows = session.connection().exec_driver_sql(self.sql, self.values)
        return self.means([tuple(row) for row in rows] if rows.returns_rows else [])


def no_rows(_rows: Rows) -> None:
    """What a statement means that is asked for what it does."""


def ask_alone(engine: Engine, query: Query[T]) -> T:
    """Ask with no scope: one statement, its own transaction."""
    with _driver(engine) as driver:
        return query.means(driver.execute(query.sql, query.values).fetchall())


def ask(engine: Engine, scope: Scope, *queries: Query[Any]) -> list[Any]:
    """Ask in a read-only transaction of this scope; what each means, in their order."""
    cursors = _trip(engine, _READ, scope, queries)
    return [query.means(rows.fetchall()) for query, rows in zip(queries, cursors, strict=True)]


def tell(engine: Engine, scope: Scope, statement: Query[None]) -> None:
    """Write in a transaction of this scope, and commit it."""
    _trip(engine, _WRITE, scope, [statement])


def tell_all(engine: Engine, scope: Scope, *queries: Query[Any]) -> list[Any]:
    """Write in a transaction of this scope, and commit it; what each answers, in their order."""
    cursors = _trip(engine, _WRITE, scope, queries)
    return [query.means(rows.fetchall()) for query, rows in zip(queries, cursors, strict=True)]


def _trip(
    engine: Engine, begin: LiteralString, scope: Scope, queries: Sequence[Query[Any]]
) -> list[psycopg.Cursor[Any]]:
    """The scope and all statements: what is sent in one pipeline is one transaction."""
    with _driver(engine) as driver, driver.pipeline():
        driver.execute(begin, (SCOPE_SETTING, scope.text))
        return [driver.execute(query.sql, query.values) for query in queries]


@contextmanager
def _driver(engine: Engine) -> Iterator[psycopg.Connection]:
    """A connection of the engine's pool that sends neither BEGIN nor COMMIT of its own.

    All of them are dropped when the database has gone.
    """
    pooled = engine.raw_connection()
    driver = cast("psycopg.Connection", pooled.driver_connection)
    driver.autocommit = True
    try:
        yield driver
    finally:
        lost = driver.closed
        if not lost:
            driver.autocommit = False
        pooled.close()
        if lost:
            engine.dispose()


_WRITE: Final = "select set_config(%s, %s, true)"
_READ: Final = "select set_config(%s, %s, true), set_config('transaction_read_only', 'on', true)"
