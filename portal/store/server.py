"""Facts about the database server and the role that the portal signs in as."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from sqlalchemy import Engine

OURS = "(c.relname like 'portal\\_%' or c.relname like 'tenants\\_%')"


@dataclass(frozen=True, slots=True)
class ServerFacts:
    """What `flask portal check` judges."""

    major: int
    is_superuser: bool
    bypasses_rls: bool
    owns_tables: bool
    unprotected: tuple[str, ...]
    """Tables with a school_id on which row-level security is not forced."""


def facts(engine: Engine) -> ServerFacts:
    """Ask the server once."""
    with engine.connect() as connection:
        role = connection.execute(
            text("select rolsuper, rolbypassrls from pg_roles where rolname = current_user")
        ).one()
        owned = connection.scalar(
            text(
                "select count(*) from pg_class c where c.relkind = 'r' "  # noqa: S608 - constants
                f"and {OURS} and pg_get_userbyid(c.relowner) = current_user"
            )
        )
        unprotected = connection.scalars(
            text(
                "select c.relname from pg_class c "  # noqa: S608 - constants
                "join pg_attribute a on a.attrelid = c.oid and a.attname = 'school_id' "
                f"where c.relkind = 'r' and {OURS} and not c.relforcerowsecurity "
                "order by c.relname"
            )
        )
        return ServerFacts(
            major=int((connection.dialect.server_version_info or (0,))[0]),
            is_superuser=role.rolsuper,
            bypasses_rls=role.rolbypassrls,
            owns_tables=bool(owned),
            unprotected=tuple(unprotected),
        )
