"""What PostgreSQL itself enforces on every table: row-level security and grants.

`op.protect(table, …)` is an Alembic operation. env.py adds one for each new table when a revision
is generated, with every word in the revision, so that old revisions stay as they were.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from alembic.autogenerate import renderers
from alembic.autogenerate.api import AutogenContext
from alembic.operations import MigrateOperation, Operations, ops

# The sub-select is worked out once a statement. A setting that was made for one transaction is ''
# afterwards on that connection, not null, and '' is no array: hence nullif.
SCOPE = "(select nullif(current_setting('portal.schools', true), '')::uuid[])::uuid[]"
# A hashed look-up for each row that the statement's own condition has found. As `= any` it was a
# second condition of the same index, and the planner took a school to have no rows (tests/store).
OF_SCHOOL = "school_id in (select unnest({scope}))"
DEFAULT_GRANTS = "select, insert, update"


@dataclass(frozen=True)
class Rows:
    """Which rows portal_app may see, add and alter, each a condition in SQL; {scope} is SCOPE."""

    see: str = OF_SCHOOL
    add: str = OF_SCHOOL
    alter: str = OF_SCHOOL


# A person's own: whoever sees the person, under the policy of `tenants_person`.
_OF_PERSON = "exists (select from tenants_person p where p.id = {table}.person_id)"

# Tables that belong to no one school. A condition that reads another table is itself subject to
# that table's policies, so `tenants_oversight` below is only that of schools in scope.
SPECIAL = {
    "tenants_organisation": Rows(
        see="id = any({scope}) or exists (select from tenants_oversight o"
        " where o.overseer_id = tenants_organisation.id)",
        add="id = any({scope})",
        alter="id = any({scope})",
    ),
    "tenants_membership": Rows(
        see="organisation_id = any({scope}) or exists (select from tenants_oversight o"
        " where o.overseer_id = tenants_membership.organisation_id)",
        add="organisation_id = any({scope})",
        alter="organisation_id = any({scope})",
    ),
    "tenants_person": Rows(
        see="exists (select from tenants_membership m where m.person_id = tenants_person.id)"
        " or exists (select from tenants_dpo_appointment a where a.person_id = tenants_person.id)",
        add="true",  # seen once a membership names the person
        alter="exists (select from tenants_membership m where m.person_id = tenants_person.id"
        " and m.organisation_id = any({scope}))",
    ),
    "tenants_sending": Rows(
        see="organisation_id = any({scope})",
        add="organisation_id = any({scope})",
        alter="organisation_id = any({scope})",
    ),
    "portal_diary_feed": Rows(
        see=_OF_PERSON.format(table="portal_diary_feed"),
        add=_OF_PERSON.format(table="portal_diary_feed"),
        alter=_OF_PERSON.format(table="portal_diary_feed"),
    ),
    "tenants_establishment": Rows(see="true", add="true", alter="true"),  # public, of no school
    "portal_test_clock": Rows(see="true", add="true", alter="true"),
    "portal_pace": Rows(see="true", add="true", alter="true"),  # a time, and nothing of anybody
}


def rows_of(table: sa.Table) -> Rows:
    """The rule for a table. Raises ValueError for one that has neither school nor rule."""
    if rule := SPECIAL.get(table.name):
        return rule
    if "school_id" in table.columns:
        return Rows()
    raise ValueError(f"{table.name} has no school_id: say in SPECIAL who may see its rows")


@Operations.register_operation("protect")
class ProtectOp(MigrateOperation):
    """Enable and force row-level security on a table, and say what portal_app may do with it."""

    def __init__(self, table: str, may: str, rows: Rows) -> None:
        self.table = table
        self.may = may
        self.rows = rows

    @classmethod
    def of(cls, table: sa.Table) -> ProtectOp:
        """The operation for a table of the models; `info["app_may"]` names other grants."""
        return cls(table.name, str(table.info.get("app_may", DEFAULT_GRANTS)), rows_of(table))

    @classmethod
    def protect(
        cls,
        operations: Operations,
        table: str,
        may: str,
        *,
        see: str = OF_SCHOOL,
        add: str = OF_SCHOOL,
        alter: str = OF_SCHOOL,
    ) -> None:
        """`op.protect(table, "select, insert")`: conditions default to 'its school is in scope'."""
        operations.invoke(cls(table, may, Rows(see, add, alter)))

    def statements(self) -> Iterator[str]:
        """The SQL of this operation."""
        table = self.table
        see, add, alter = (
            rule.replace("{scope}", SCOPE)
            for rule in (self.rows.see, self.rows.add, self.rows.alter)
        )
        yield f"alter table {table} enable row level security"
        yield f"alter table {table} force row level security"
        # Forced security binds the owner too: without this a data migration would change nothing.
        yield f"create policy owner on {table} to portal_owner using (true) with check (true)"
        if self.rows == Rows():
            yield f"create policy app on {table} to portal_app using ({see})"
        else:
            policy = f"on {table} for"
            yield f"create policy app_see {policy} select to portal_app using ({see})"
            yield f"create policy app_add {policy} insert to portal_app with check ({add})"
            yield f"create policy app_alter {policy} update to portal_app using ({alter})"
        yield f"grant {self.may} on {table} to portal_app"


@Operations.implementation_for(ProtectOp)
def _protect(operations: Operations, operation: ProtectOp) -> None:
    for statement in operation.statements():
        operations.execute(statement)


@renderers.dispatch_for(ProtectOp)
def _render(_context: AutogenContext, operation: ProtectOp) -> str:
    words = [repr(operation.table), repr(operation.may)]
    if operation.rows != Rows():
        words += [f"{name}={getattr(operation.rows, name)!r}" for name in ("see", "add", "alter")]
    return f"op.protect({', '.join(words)})"


class Sql(ops.ExecuteSQLOp):
    """A statement of several lines, rendered so that it can be read."""


@renderers.dispatch_for(Sql)
def _render_sql(_context: AutogenContext, operation: Sql) -> str:
    text = str(operation.sqltext)
    return f'op.execute("""\n{text}\n""")' if "\n" in text else f"op.execute({text!r})"
