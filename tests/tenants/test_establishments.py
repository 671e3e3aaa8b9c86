"""The DfE's register at any size: streamed, in few statements, brought up to date by the same."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import IO, cast
from uuid import uuid4

import pytest
import sqlalchemy as sa

from tenants import establishments, gias
from tenants.db import NOBODY, open_session
from tests.statements import noted

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
ROWS = 3000
OTHERS = 125
"""Columns of the register that nobody here needs."""


class Register(io.RawIOBase):
    """The register as it is read: made line by line, never whole."""

    def __init__(self, rows: int, name: str = "St Mary’s School") -> None:
        self._lines, self._left = self._made(rows, name), b""

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Back to the beginning, after the first bytes were looked at."""
        assert (offset, whence) == (0, 0)
        self._left = self._first + self._left
        return 0

    def read(self, size: int = -1, /) -> bytes:
        """At most so many bytes."""
        while len(self._left) < size and (line := next(self._lines, b"")):
            self._left += line
        found, self._left = self._left[:size], self._left[size:]
        self._first = found
        return found

    @staticmethod
    def _made(rows: int, name: str) -> Iterator[bytes]:
        needed = ("URN", "EstablishmentName", "Postcode", "EstablishmentStatus (code)")
        yield ",".join([*needed, *(f"Other{number}" for number in range(OTHERS))]).encode() + b"\n"
        for number in range(rows):
            cells = (str(100000 + number), f"{name} {number}", f"CM{number % 99} 1AA", "1")
            yield ",".join([*cells, *["Not applicable"] * OTHERS]).encode("cp1252") + b"\n"


def test_reading_takes_the_same_memory_for_any_number_of_rows() -> None:
    peaks = []
    for rows in (50, 400):
        tracemalloc.start()
        assert sum(1 for _ in gias.read(cast("IO[bytes]", Register(rows)))) == rows
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]


@pytest.mark.parametrize("name", ["St Mary’s School", "St Mary’s Academy"])
def test_it_comes_in_some_at_a_time_and_again_brings_it_up_to_date(
    engine: sa.Engine, name: str
) -> None:
    with open_session(engine, NOBODY) as session, session.begin(), noted(engine) as seen:
        rows = gias.read(cast("IO[bytes]", Register(ROWS, name)))
        altered = establishments.bring_in(session, uuid4(), rows, NOW)
    assert altered.after == {"rows": str(ROWS)}
    assert len(seen) < 2 * ROWS / establishments.AT_ONCE + 5
    with open_session(engine, NOBODY) as session:
        (found,) = establishments.search(session, f"{name} 2999".lower())
        count = session.scalar(sa.select(sa.func.count()).select_from(establishments.Establishment))
    assert (found.urn, found.name, found.postcode, count) == (
        "102999",
        f"{name} 2999",
        "CM29 1AA",
        ROWS,
    )


@pytest.mark.parametrize("typed", ["st bedes", "St. Bède's", "ST BEDE’S", "bede sg1 1ab"])
def test_a_school_is_found_however_its_name_is_typed_and_its_number_can_be_dialled(
    engine: sa.Engine, typed: str
) -> None:
    sheet = (
        "URN,EstablishmentName,Postcode,EstablishmentStatus (code),TelephoneNum\n"
        "900001,St Bède’s School,SG1 1AB,1,1632960100\n"
    )
    with open_session(engine, NOBODY) as session, session.begin():
        rows = gias.read(io.BytesIO(sheet.encode("cp1252")))
        establishments.bring_in(session, uuid4(), rows, NOW)
    with open_session(engine, NOBODY) as session:
        (found,) = establishments.search(session, typed)
    assert (found.name, found.phone) == ("St Bède’s School", "01632960100")
