"""The number of an incident within its school and year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tenants.db import lock_school
from tenants.trips import Query

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session


def next_serial(session: Session, school_id: UUID, year: int) -> int:
    """The next number; holds the counter's row until the transaction ends."""
    asked: Query[int] = Query(_NEXT, {"school": school_id, "year": year}, lambda rows: rows[0][0])
    return asked.within(session)


def number_apart(session: Session, school_id: UUID, year: int) -> int:
    """Any number that is still free between 5000 and 9999, where no school's own numbers come.

    Nobody can tell from the numbers they see how many others there are. Holds the school's lock
    until the transaction ends, so that no other report takes the same one.
    """
    lock_school(session, school_id)
    asked: Query[int] = Query(_APART, {"school": school_id, "year": year}, lambda rows: rows[0][0])
    return asked.within(session)


_NEXT: Final = """
insert into portal_counter (school_id, year, last) values (%(school)s, %(year)s, 1)
on conflict (school_id, year) do update set last = portal_counter.last + 1
returning last
"""
_APART: Final = """
select free from generate_series(5000, 9999) as free
 where not exists (select from portal_incident
                    where school_id = %(school)s and year = %(year)s and serial = free)
 order by random() limit 1
"""
