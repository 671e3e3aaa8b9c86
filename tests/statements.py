"""The statements that an app sends to PostgreSQL, as its driver sends them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

import psycopg
import sqlalchemy as sa
from psycopg.abc import Query


@contextmanager
def noted(engine: sa.Engine) -> Iterator[list[str]]:
    """What goes over the engine's connections from here on, through a session or not.

    Telling the scope is not among it: that travels with BEGIN.
    """
    seen: list[str] = []

    class Noting(psycopg.Cursor[Any]):
        def execute(self, query: Query, *args: Any, **kwargs: Any) -> Self:
            if "set_config" not in str(query):
                seen.append(str(query))
            return super().execute(query, *args, **kwargs)

        def executemany(self, query: Query, *args: Any, **kwargs: Any) -> None:
            seen.append(str(query))
            super().executemany(query, *args, **kwargs)

    def lend(connection: psycopg.Connection, *_: object) -> None:
        connection.cursor_factory = Noting

    def take_back(connection: psycopg.Connection, *_: object) -> None:
        connection.cursor_factory = psycopg.Cursor

    sa.event.listen(engine, "checkout", lend)
    sa.event.listen(engine, "checkin", take_back)
    yield seen
    sa.event.remove(engine, "checkout", lend)
    sa.event.remove(engine, "checkin", take_back)
