"""The number of an incident within its school and year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tenants.trips import Query

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session


def next_serial(session: Session, school_id: UUID, year: int) -> int:
    """The next number; holds the counter's row until the transaction ends."""
    asked: Query[int] = Query(_NEXT, {"school": school_id, "year": year}, lambda rows: rows[0][0])
    return asked.within(session)


_NEXT: Final = """
insert into portal_counter (school_id, year, last) values (%(school)s, %(year)s, 1)
on conflict (school_id, year) do update set last = portal_counter.last + 1
returning last
"""
