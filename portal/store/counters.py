"""The number of an incident within its school and year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import Integer, text

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session


def next_serial(session: Session, school_id: UUID, year: int) -> int:
    """The next number; holds the counter's row until the transaction ends."""
    serial: int = session.execute(_NEXT, {"school": school_id, "year": year}).scalar_one()
    return serial


_NEXT: Final = text("""
insert into portal_counter (school_id, year, last) values (:school, :year, 1)
on conflict (school_id, year) do update set last = portal_counter.last + 1
returning last
""").columns(last=Integer)
