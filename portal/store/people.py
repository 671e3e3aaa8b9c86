"""Names of people of the schools in scope."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from tenants.models import Person

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session


def names(session: Session, people: set[UUID]) -> dict[UUID, str]:
    """The names of these people, as far as the session's scope shows them."""
    if not people:
        return {}
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(people)))
    return dict(rows.all())
