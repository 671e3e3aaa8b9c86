"""The imports that the list of people affected was put together from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Text, Uuid, cast, func, select

from portal.models.telling import ListImportRow, SubjectRow
from portal.store.telling.subjects import open_person
from portal.store.visibility import in_scope

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.rules.telling.people_list import OnList
    from tenants.db import Scope


@dataclass(frozen=True, slots=True)
class ListImport:
    """An import that names somebody on the list; `first` is one of them."""

    version: int
    """Of the list that it made."""
    at: datetime
    people: int
    on_others: int
    """How many of them another import names as well."""
    first: OnList


def list_imports(
    session: Session, scope: Scope, key: bytes, incident_id: UUID, limit: int
) -> tuple[ListImport, ...]:
    """The last imports of an incident that name anybody on its list; the latest first."""
    version = func.unnest(SubjectRow.named_in).label("version")
    named = (
        select(version, SubjectRow.id, func.cardinality(SubjectRow.named_in).label("lists"))
        .where(in_scope(SubjectRow, scope), SubjectRow.incident_id == incident_id)
        .subquery()
    )
    first = cast(func.min(cast(named.c.id, Text)), Uuid)
    counted = (
        select(
            named.c.version,
            func.count().label("people"),
            func.count().filter(named.c.lists > 1).label("on_others"),
            first.label("first"),
        )
        .group_by(named.c.version)
        .order_by(named.c.version.desc())
        .limit(limit)
        .subquery()
    )
    rows = session.execute(
        select(counted, ListImportRow.at, SubjectRow)
        .join(ListImportRow, ListImportRow.version == counted.c.version)
        .join(SubjectRow, SubjectRow.id == counted.c.first)
        .where(
            in_scope(ListImportRow, scope),
            ListImportRow.incident_id == incident_id,
            in_scope(SubjectRow, scope),
        )
        .order_by(counted.c.version.desc())
    )
    return tuple(
        ListImport(made, at, people, on_others, open_person(key, row))
        for made, people, on_others, _, at, row in rows
    )
