"""The whole log of a school: searched, filtered, sorted and paged by columns; nothing is unsealed.

Every statement goes through the visibility filter and has a limit. What is encrypted is not
searched: a reference, a kind, a date or a colleague finds an incident, its words do not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from sqlalchemy import and_, exists, false, or_, select, tuple_

from portal.models.duties import DutyRow
from portal.models.incidents import IncidentRow, InvolvementRow
from portal.store import keys
from portal.store.documents import unseal_facts
from portal.store.incidents import Loaded
from portal.store.visibility import visible
from tenants.db import open_session

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, Engine
    from sqlalchemy.orm import InstrumentedAttribute, Session

    from portal.crypto import KeyRing
    from portal.store.visibility import Viewer
    from tenants.db import Scope

Sort = Literal["newest", "oldest", "closed"]
WORKS_ON: Final = ("lead", "owner")
"""Ways of being involved by which a colleague finds an incident; having reported it is none."""
BATCH: Final = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for; None and '' ask for nothing. Instants are UTC, `until` excluded."""

    reference: str = ""
    stage: str = ""
    """A stage, or 'open' for all but closed."""
    kind: str = ""
    severity: str = ""
    since: datetime | None = None
    until: datetime | None = None
    person: UUID | None = None
    to_regulator: bool | None = None
    people_told: bool | None = None
    late: bool = False


def find(
    session: Session,
    scope: Scope,
    viewer: Viewer,
    wanted: Wanted,
    now: datetime,
    *,
    sort: Sort = "newest",
    after: tuple[datetime, UUID] | None = None,
    limit: int = 25,
) -> Sequence[IncidentRow]:
    """A page of the log; `after` is the (sorted instant, id) of the last row of the page before."""
    column = sorted_by(sort)
    statement = select(IncidentRow).where(visible(scope, viewer), *_conditions(wanted, now))
    if sort == "closed":
        statement = statement.where(column.is_not(None))
    place = tuple_(column, IncidentRow.id)
    if sort == "oldest":
        statement = statement.order_by(column, IncidentRow.id)
    else:
        statement = statement.order_by(column.desc(), IncidentRow.id.desc())
    if after is not None:
        statement = statement.where(place > after if sort == "oldest" else place < after)
    return session.scalars(statement.limit(limit)).all()


def sorted_by(
    sort: Sort,
) -> InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]:
    """The column whose instants put the log in order."""
    return IncidentRow.closed_at if sort == "closed" else IncidentRow.reported_at


def is_late(now: datetime) -> ColumnElement[bool]:
    """Whether something of the incident was done late, or is late now."""
    return exists().where(
        DutyRow.school_id == IncidentRow.school_id,
        DutyRow.incident_id == IncidentRow.id,
        DutyRow.lapsed_at.is_(None),
        or_(DutyRow.met_at > DutyRow.due_at, and_(DutyRow.met_at.is_(None), DutyRow.due_at < now)),
    )


def _conditions(wanted: Wanted, now: datetime) -> Iterator[ColumnElement[bool]]:
    for column, text in (
        (IncidentRow.kind, wanted.kind),
        (IncidentRow.severity, wanted.severity),
        (IncidentRow.stage, "" if wanted.stage == "open" else wanted.stage),
    ):
        if text:
            yield column == text
    if wanted.stage == "open":
        yield IncidentRow.stage != "closed"
    if wanted.reference:
        yield _referred(wanted.reference)
    if wanted.person is not None:
        yield _works_on(wanted.person)
    if wanted.late:
        yield is_late(now)
    yield from _between(wanted)
    for told, asked in (
        (IncidentRow.regulator_told_at, wanted.to_regulator),
        (IncidentRow.people_told_at, wanted.people_told),
    ):
        if asked is not None:
            yield told.is_not(None) if asked else told.is_(None)


def _between(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.since is not None:
        yield IncidentRow.reported_at >= wanted.since
    if wanted.until is not None:
        yield IncidentRow.reported_at < wanted.until


def _works_on(person_id: UUID) -> ColumnElement[bool]:
    return exists().where(
        InvolvementRow.school_id == IncidentRow.school_id,
        InvolvementRow.incident_id == IncidentRow.id,
        InvolvementRow.person_id == person_id,
        InvolvementRow.how.in_(WORKS_ON),
    )


_REFERENCE: Final = re.compile(r"(?:INC)?\W*(?:(\d{4})\W+)?0*(\d{1,6})", re.IGNORECASE)


def _referred(text: str) -> ColumnElement[bool]:
    """'INC-2026-0042', '2026-42' or '42'; anything else finds nothing."""
    found = _REFERENCE.fullmatch(text.strip())
    if found is None:
        return false()
    serial = IncidentRow.serial == int(found[2])
    return serial if found[1] is None else and_(serial, IncidentRow.year == int(found[1]))


def all_of(
    engine: Engine, scope: Scope, keyring: KeyRing, viewer: Viewer, now: datetime
) -> Iterator[Loaded]:
    """Every incident that the viewer may see, oldest first, opened a few at a time.

    A connection is held only while a few are read, so that a slow line holds up nobody. What was
    erased in the meantime is left out.
    """
    after: tuple[datetime, UUID] | None = None
    while True:
        with open_session(engine, scope) as session:
            rows = find(
                session, scope, viewer, Wanted(), now, sort="oldest", after=after, limit=BATCH
            )
            opened = keys.incident_keys(session, keyring, [(row.school_id, row.id) for row in rows])
        for row in rows:
            if key := opened.get(row.id):
                yield Loaded(row, unseal_facts(key, row.facts, row.id), key)
        if len(rows) < BATCH:
            return
        after = (rows[-1].reported_at, rows[-1].id)
