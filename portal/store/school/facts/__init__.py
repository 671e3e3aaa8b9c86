"""How schools are set up, read for one school or for many at once: the same statements for all.

Each module of this package reads one topic and gives, for each school, fields of `SchoolFacts`; it
lists what it reads in `PARTS`; in `OWED` what only duties need, no page. They are found by
themselves.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from portal.errors import NotFound
from portal.rules.school.facts import SchoolFacts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.store.school.facts.part import Part
    from tenants.db import Scope


@cache
def parts(name: str = "PARTS") -> tuple[Part, ...]:
    """Every part of every topic."""
    modules = (import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))
    return tuple(part for module in modules for part in getattr(module, name, ()))


def get_school_facts(
    session: Session, scope: Scope, school_id: UUID, now: datetime, *, owed: bool = False
) -> SchoolFacts:
    """How one school is set up, and if asked what its duties need; `NotFound` outside the scope."""
    return list_school_facts(session, scope, [school_id], now, owed=owed)[school_id]


def list_school_facts(
    session: Session,
    scope: Scope,
    schools: Sequence[UUID],
    now: datetime,
    *,
    owed: bool = False,
) -> dict[UUID, SchoolFacts]:
    """How these schools are set up, in as many statements as for one.

    Raises NotFound for any that is not there.
    """
    if not set(schools) <= set(scope.schools):
        raise NotFound
    fields: dict[UUID, dict[str, object]] = {school_id: {} for school_id in schools}
    for part in parts() + (parts("OWED") if owed else ()):
        for school_id, found in part(session, schools, now).items():
            fields[school_id] |= found
    return {
        school_id: SchoolFacts(school_id, **found)  # type: ignore[arg-type]  # its fields, of all parts
        for school_id, found in fields.items()
    }
