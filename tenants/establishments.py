"""Establishments of the DfE's register: kept beside the schools, found by name, URN or postcode.

The register is public and of no school: everybody who adds schools reads the same rows.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import datetime
from itertools import islice
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from tenants.change import Altered, Impossible
from tenants.db import Base
from tenants.gias import NotTheRegister, Row

AT_ONCE: Final = 1000
MOST_FOUND: Final = 20
_UNHEARD: Final = frozenset("'’‘`.")


class Establishment(Base):
    """One row of the register, as it was when it was last brought in."""

    __tablename__ = "tenants_establishment"

    urn: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    type: Mapped[str]
    authority: Mapped[str]
    trust: Mapped[str]
    address: Mapped[str]
    postcode: Mapped[str]
    phone: Mapped[str]
    is_open: Mapped[bool]
    found_by: Mapped[str]
    """What a search looks into, folded."""
    read_at: Mapped[datetime]


def bring_in(session: Session, by_id: UUID, rows: Iterable[Row], now: datetime) -> Altered:
    """Add and update establishments, some at a time; one that is not in the file stays.

    `by_id` is the organisation that brings it in. Raises Impossible where it is not the register.
    """
    table = Establishment.metadata.tables[Establishment.__tablename__]
    statement = insert(table)
    update = statement.on_conflict_do_update(
        index_elements=[table.c.urn],
        set_={
            column.key: statement.excluded[column.key]
            for column in table.columns
            if column.key != "urn"
        },
    )
    number, left = 0, iter(rows)
    try:
        while some := list(islice(left, AT_ONCE)):
            # the same number twice in one statement would be refused
            values = {row.urn: _values(row, now) for row in some}
            session.execute(update, list(values.values()))
            number += len(values)
    except NotTheRegister as not_it:
        raise Impossible(not_it.sentence, field="register") from None
    return Altered("bring_in_register", by_id, after={"rows": str(number)})


def search(session: Session, words: str) -> list[Establishment]:
    """Those that have every word in their name, URN, postcode or town; open ones first."""
    wanted = _folded(words).split()
    if not wanted:
        return []
    return list(
        session.scalars(
            sa.select(Establishment)
            .where(*(Establishment.found_by.contains(word, autoescape=True) for word in wanted))
            .order_by(Establishment.is_open.desc(), Establishment.name, Establishment.urn)
            .limit(MOST_FOUND)
        )
    )


def find(session: Session, urns: Collection[str]) -> dict[str, Establishment]:
    """The establishments of these numbers, by number."""
    rows = session.scalars(sa.select(Establishment).where(Establishment.urn.in_(urns)))
    return {row.urn: row for row in rows}


def is_empty(session: Session) -> bool:
    """Whether the register was never brought in."""
    return session.scalar(sa.select(sa.exists().select_from(Establishment))) is not True


def _values(row: Row, now: datetime) -> dict[str, object]:
    tight = row.postcode.replace(" ", "")
    found_by = _folded(f"{row.urn} {row.name} {row.address} {tight}")
    return {**asdict(row), "found_by": found_by, "read_at": now}


def _folded(text: str) -> str:
    """In small letters, without accents and apostrophes: 'St Mary’s' is found as 'st marys'."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    return "".join(
        each for each in apart if each not in _UNHEARD and not unicodedata.combining(each)
    )
