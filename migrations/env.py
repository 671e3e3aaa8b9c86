"""Alembic's entry: one history for the tables of tenants and portal, beside any history of a host.

Called by portal/migrate.py only, which passes an open connection of portal_owner.
"""

from __future__ import annotations

import importlib
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType
from typing import Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.operations import ops

import portal.models
import tenants
from portal.migrate import VERSION_TABLE
from portal.models.duties import NamesRegulator
from tenants.db import Base, UtcDateTime

# A table may be in any module of these two, and is found by itself.
for package in (tenants, portal.models):
    for module in iter_modules(package.__path__, f"{package.__name__}."):
        importlib.import_module(module.name)


def _beside(name: str) -> ModuleType:
    """A module of this folder: `migrations` here, `portal/_migrations` when installed."""
    full = f"_portal_migrations_{name}"
    if full not in sys.modules:
        spec = spec_from_file_location(full, Path(__file__).with_name(f"{name}.py"))
        if spec is None or spec.loader is None:
            raise ImportError(name)
        sys.modules[full] = module = module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules[full]


security = _beside("security")
# The baseline is written as if the database were empty, so that any database serves.
baseline = bool(context.config.attributes.get("baseline"))


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    """Look at our own tables: the database may be a host's."""
    return kind != "table" or (name in Base.metadata.tables and not baseline)


def render_item(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Write types that mean the same in ten years, whatever our modules are called then."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, NamesRegulator):
        return "sa.Text()"
    if kind == "type" and isinstance(item, sa.Enum):
        return f"sa.String({item.length})"
    return False


def complete(_context: object, _revision: object, directives: list[ops.MigrationScript]) -> None:
    """Protect each new table; the baseline also brings the view and the functions."""
    for script in directives:
        upgrade, downgrade = script.upgrade_ops, script.downgrade_ops
        if upgrade is None or downgrade is None:
            continue
        made = [op for op in upgrade.ops if isinstance(op, ops.CreateTableOp)]
        for op in made:
            op.info = {}  # ours, said by op.protect
        tables = sorted(op.table_name for op in made)
        upgrade.ops += [security.ProtectOp.of(Base.metadata.tables[name]) for name in tables]
        if baseline:
            functions = _beside("functions")
            upgrade.ops += [security.Sql(sql) for sql in functions.statements()]
            downgrade.ops[:0] = [security.Sql(sql) for sql in functions.undoing()]
        # A policy that reads another table would keep that table from being dropped.
        downgrade.ops[:0] = [
            security.Sql(f"drop policy {policy} on {name}")
            for name in tables
            if name in security.SPECIAL
            for policy in ("app_see", "app_alter")
        ]


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    version_table=f"{VERSION_TABLE}_none" if baseline else VERSION_TABLE,
    include_name=include_name,
    render_item=render_item,
    process_revision_directives=complete,
    compare_server_default=True,
    user_module_prefix="sa.",
)
with context.begin_transaction():
    context.run_migrations()
