"""Names of people of the schools in scope."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import select, text

from tenants.models import Person

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from sqlalchemy.orm import Session

    from tenants.db import Scope
    from tenants.roles import Role


@dataclass(frozen=True, slots=True)
class Known:
    """A person's name, and which roles they hold at which schools."""

    name: str
    holds: frozenset[tuple[UUID, str]]


def holding(session: Session, scope: Scope, people: set[UUID], today: date) -> dict[UUID, Known]:
    """These people with what they hold today at the schools of the scope, in one statement."""
    if not people:
        return {}
    values = {"people": list(people), "schools": list(scope.schools), "today": today}
    rows = session.execute(_HOLDING, values)
    return {
        row.id: Known(row.name, frozenset((UUID(school), role) for school, role in row.holds or ()))
        for row in rows
    }


_HOLDING: Final = text("""
select p.id, p.name,
       (select json_agg(json_build_array(h.school_id, h.role))
          from tenants_holding h
         where h.person_id = p.id and h.school_id = any(:schools)
           and h.from_on <= :today and (h.until_on is null or h.until_on >= :today)) as holds
  from tenants_person p
 where p.id = any(:people)
""")


def holders(
    session: Session, scope: Scope, roles: Collection[Role], today: date
) -> frozenset[tuple[UUID, str, str]]:
    """(person, role, e-mail) of whoever holds one of these roles at the scope's schools, today or
    from a later day.
    """
    values = {"roles": list(roles), "schools": list(scope.schools), "today": today}
    return frozenset(
        (row.person_id, row.role, row.email) for row in session.execute(_HOLDERS, values)
    )


_HOLDERS: Final = text("""
select h.person_id, h.role, p.email
  from tenants_holding h join tenants_person p on p.id = h.person_id
 where h.school_id = any(:schools) and h.role = any(:roles)
   and (h.until_on is null or h.until_on >= :today)
""")


def names(session: Session, people: set[UUID]) -> dict[UUID, str]:
    """The names of these people, as far as the session's scope shows them."""
    if not people:
        return {}
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(people)))
    return dict(rows.all())
