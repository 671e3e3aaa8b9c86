"""The number of an incident within its school and year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.dialects.postgresql import insert

from portal.models.incidents import CounterRow

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session


def next_serial(session: Session, school_id: UUID, year: int) -> int:
    """The next number; holds the counter's row until the transaction ends."""
    statement = insert(CounterRow).values(school_id=school_id, year=year, last=1)
    return session.execute(
        statement.on_conflict_do_update(
            index_elements=["school_id", "year"], set_={"last": CounterRow.last + 1}
        ).returning(CounterRow.last)
    ).scalar_one()
