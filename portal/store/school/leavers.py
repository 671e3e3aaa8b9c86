"""The names of those who are at a school no longer: what they did years ago is still theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Final
from uuid import UUID

from tenants.calendar import uk_date
from tenants.trips import Query, ask

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Engine

    from portal.rules.in_charge.roster import Roster
    from tenants.db import Scope

Read = Callable[[], dict[UUID, str]]


class Leavers(Mapping[UUID, str]):
    """Read, all at once, when the first of them is asked for: most pages name none."""

    def __init__(self, read: Read) -> None:
        self._read = read

    @cached_property
    def _names(self) -> dict[UUID, str]:
        return self._read()

    def __getitem__(self, person_id: UUID) -> str:
        return self._names[person_id]

    def __iter__(self) -> Iterator[UUID]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def beside(roster: Roster, engine: Engine, scope: Scope, now: datetime) -> Roster:
    """The same for a page: asked alone, also while a file is sent and no session is left."""
    return with_leavers(roster, lambda: dict(ask(engine, scope, names(scope, now))[0]))


def with_leavers(roster: Roster, read: Read) -> Roster:
    """The same people of today, and by name those who were there before."""
    return replace(roster, left=Leavers(read))


def names(scope: Scope, now: datetime) -> Query[dict[UUID, str]]:
    """Who held a role at the scope's schools that has ended."""
    values = {"schools": list(scope.schools), "today": uk_date(now)}
    return Query(_NAMES, values, lambda rows: {row[0]: row[1] for row in rows})


_NAMES: Final = """
select distinct p.id, p.name
  from tenants_holding h
  join tenants_person p on p.id = h.person_id
 where h.school_id = any(%(schools)s) and h.until_on < %(today)s
"""
