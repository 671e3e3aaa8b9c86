"""Connections that the database has closed are found out before a page uses them.

SQLAlchemy's own `pool_pre_ping` asks each time, three times a page. A connection that was used a
moment ago is not asked: where the database has gone in that moment, the page fails as any page does
while it is away, and SQLAlchemy then drops all connections of the pool.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from sqlalchemy import event
from sqlalchemy.exc import InvalidatePoolError

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

IDLE_SECONDS: Final = 5.0
_RETURNED: Final = "returned"


def ask_when_idle(engine: Engine) -> None:
    """Ask a connection that lay idle whether it still lives, before it is used again."""

    @event.listens_for(engine, "checkin")
    def note(_connection: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
        entry.info[_RETURNED] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def ask(
        connection: DBAPIConnection, entry: ConnectionPoolEntry, _proxy: PoolProxiedConnection
    ) -> None:
        now = time.monotonic()
        if now - entry.info.get(_RETURNED, now) < IDLE_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error
