"""Alembic's entry for this host's own tables; standalone/migrate.py passes the connection."""

from __future__ import annotations

from alembic import context

from standalone.migrate import VERSION_TABLE
from standalone.users import Base


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    """Look at this host's tables alone: the portal's have a history of their own."""
    return kind != "table" or name in Base.metadata.tables


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    version_table=VERSION_TABLE,
    include_name=include_name,
)
with context.begin_transaction():
    context.run_migrations()
