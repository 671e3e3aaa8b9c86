"""One MetaData for the tenant layer and the portal, and the session that carries a scope.

A scope is the schools (or other organisations) that a request or job may touch. The session sets it
in PostgreSQL at the start of every transaction, where row-level security reads it, and adds it to
every ORM statement. With no scope nothing is visible.
"""

from __future__ import annotations

import enum
import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, ClassVar, Final, Self, cast
from uuid import UUID

import psycopg
import sqlalchemy as sa
from sqlalchemy import event, orm
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

SCOPE_SETTING: Final = "portal.schools"

AWAY: Final = (
    sa.exc.OperationalError,
    sa.exc.InterfaceError,
    sa.exc.TimeoutError,
    psycopg.OperationalError,
)
"""What is raised while the database cannot be reached or has no connection to spare."""

# What portal_app may do with a table, besides SELECT and INSERT: `__table_args__` of a model.
APPEND_ONLY: Final = {"info": {"app_may": "select, insert"}}
DELETABLE: Final = {"info": {"app_may": "select, insert, update, delete"}}


@dataclass(frozen=True, slots=True)
class Scope:
    """The schools that this request or job may touch."""

    schools: tuple[UUID, ...] = ()

    @classmethod
    def of(cls, *schools: UUID) -> Self:
        """Scope of these schools."""
        return cls(schools)

    @property
    def text(self) -> str:
        """The scope as PostgreSQL reads an array of uuid."""
        return "{" + ",".join(map(str, self.schools)) + "}"


NOBODY: Final = Scope()


class UtcDateTime(sa.TypeDecorator[datetime]):
    """An instant: goes in with a time zone, or raises ValueError; comes out in UTC."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: sa.Dialect) -> datetime | None:
        """Refuse an instant without a time zone."""
        if value is not None and value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value

    def process_result_value(self, value: datetime | None, _dialect: sa.Dialect) -> datetime | None:
        """Give UTC, whatever the time zone of the connection."""
        return None if value is None else value.astimezone(UTC)


class Base(orm.DeclarativeBase):
    """Base of every table of tenants and portal."""

    metadata = sa.MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        datetime: UtcDateTime,
        str: sa.Text,
        enum.Enum: sa.Enum(
            enum.Enum,
            native_enum=False,
            length=60,
            values_callable=lambda kind: [member.value for member in kind],
        ),
        dict[str, Any]: JSONB,
        dict[str, str]: JSONB,
        list[str]: JSONB,
    }


def uuid7() -> UUID:
    """A new UUID version 7 (RFC 9562): sorts by the moment it was made, to a quarter microsecond.

    Twelve of the bits that are free carry the fraction of the millisecond (method 3 of 6.2), so
    that rows written one after the other in one process keep that order.
    """
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    fraction = rest * 4096 // 1_000_000
    number = (milliseconds & (1 << 48) - 1) << 80 | 7 << 76 | fraction << 64 | 2 << 62
    return UUID(int=number | secrets.randbits(62))


class InScope:
    """Mixin of every table with a school: the scope is applied to its rows."""

    school_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("tenants_organisation.id"), primary_key=True, sort_order=-2
    )


class OfSchool(InScope):
    """Mixin of a row that belongs to one school; its key is (school_id, id)."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7, sort_order=-1)


def of_school(column: str, table: str, **options: Any) -> sa.ForeignKeyConstraint:
    """Foreign key to a row of the same school: (school_id, column) → (school_id, id)."""
    return sa.ForeignKeyConstraint(
        ["school_id", column], [f"{table}.school_id", f"{table}.id"], **options
    )


class _Unsaid(sa.types.UserDefinedType[str]):
    """A text of which PostgreSQL is told no type: it is read once as what it is cast to.

    Sent as text, the array was parsed anew for every row that it was compared with.
    """

    cache_ok = True


class ScopedSession(orm.Session):
    """A session for the schools of one scope; made by `open_session`."""

    scope: Scope = NOBODY

    @cached_property
    def criterion(self) -> orm.LoaderCriteriaOption:
        """Narrows an ORM statement to the rows of these schools.

        `coalesce` keeps it from the planner, which would multiply it by the store's own condition
        and take a school of 40,000 duties for one of a single row.
        """
        schools = sa.any_(sa.cast(sa.literal(self.scope.text, _Unsaid()), sa.ARRAY(sa.Uuid)))
        return orm.with_loader_criteria(
            InScope,
            lambda cls: sa.func.coalesce(cls.school_id == schools, sa.false()),
            include_aliases=True,
        )


def open_session(bind: sa.Engine | sa.Connection, scope: Scope) -> ScopedSession:
    """Open a session for the schools of `scope`; it takes a connection at its first statement.

    Objects keep what was read after a commit, so that pages are made with no connection held.
    """
    session = ScopedSession(bind, expire_on_commit=False)
    session.scope = scope
    return session


@event.listens_for(ScopedSession, "after_begin")
def _tell_postgres(
    session: ScopedSession, transaction: orm.SessionTransaction, connection: sa.Connection
) -> None:
    # Also when the scope is empty: a reused connection must not keep what was set before.
    if transaction.nested:
        return
    driver = cast("psycopg.Connection", connection.connection.driver_connection)
    driver.execute(_SET_SCOPE, (SCOPE_SETTING, session.scope.text))


@event.listens_for(ScopedSession, "do_orm_execute")
def _add_criterion(execution: orm.ORMExecuteState) -> None:
    # Loads of columns and relationships carry the criterion of the statement they follow.
    follows = execution.is_column_load or execution.is_relationship_load
    if not execution.is_orm_statement or execution.is_insert or follows:
        return
    session = cast("ScopedSession", execution.session)
    execution.statement = execution.statement.options(session.criterion)


_SET_SCOPE: Final = "select set_config(%s, %s, true)"


def lock_school(session: orm.Session, school_id: UUID) -> None:
    """Wait for, and hold until the transaction ends, the one lock of this school.

    Incidents are locked before it: whoever needs both takes them first.
    """
    lock(session, f"school {school_id}")


def lock(session: orm.Session, what: str) -> None:
    """Wait for, and hold until the transaction ends, what this names."""
    session.connection().exec_driver_sql(
        "select pg_advisory_xact_lock(hashtextextended(%s, 0))", (what,)
    )
