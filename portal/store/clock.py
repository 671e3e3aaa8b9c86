"""The offset of the test clock: not of any school, and absent in production."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from portal.models.clock import TestClockRow

if TYPE_CHECKING:
    from sqlalchemy import Engine


def read_offset(engine: Engine) -> float:
    """Seconds by which the test clock is ahead; 0 when nobody has moved it."""
    with engine.connect() as connection:
        return float(connection.execute(select(TestClockRow.offset_seconds)).scalar() or 0)
