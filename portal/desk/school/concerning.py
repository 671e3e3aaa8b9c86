"""Whom incidents concern, when people change: who comes to the place of somebody marked sees
nothing of them either.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from portal.models.incidents import ConcernRow
from portal.rules.facts import Concern
from portal.store import colleagues, incidents
from portal.store.documents import seal_facts
from portal.store.keys import Erased
from portal.store.visibility import in_scope
from tenants.db import Scope, uuid7

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.host import Services
    from portal.rules.facts import Facts
    from portal.store.incidents import Loaded

_HIDE: Final = insert(ConcernRow.metadata.tables[ConcernRow.__tablename__]).on_conflict_do_nothing()


def hide_from_newcomers(session: Session, scope: Scope, now: datetime) -> None:
    """Whoever comes to a DPO service that is marked is one of it, as those were who were marked;
    also where those have left meanwhile.
    """
    found = colleagues.of_marked(session, scope, now)
    _hide(session, ((one.school_id, one.incident_id, one.person_id) for one in found))


def mark_service(session: Session, found: Loaded, now: datetime) -> Facts:
    """The facts, with a mark for each of a DPO service of which somebody is marked; stored."""
    facts = found.facts
    come = {
        one.person_id
        for one in colleagues.of_marked(session, Scope.of(facts.school_id), now)
        if one.incident_id == facts.incident_id and one.marked in facts.concerned
    }
    return mark(found, facts.concerned | come, now)


def hold(session: Session, services: Services, scope: Scope, person_id: UUID) -> list[Loaded]:
    """The incidents that concern somebody, locked: in the order of their ids, as decisions do, and
    so before any school.
    """
    marked = {
        incident: school for school, incident, who in _marked(session, scope) if who == person_id
    }
    held = []
    for incident_id, school_id in sorted(marked.items()):
        with suppress(Erased):
            theirs = Scope.of(school_id)
            held.append(incidents.lock_incident(session, theirs, services.keyring, incident_id))
    return held


def hand_on(
    session: Session, services: Services, scope: Scope, giver: UUID, taker: UUID, now: datetime
) -> None:
    """Two records turn out to be one person: what concerns the one concerns the other.

    What is owed is compared afterwards, as after each change of people. Within a change of the
    school, `hold` comes first.
    """
    held = hold(session, services, scope, giver)
    _hide(
        session,
        (
            (school_id, incident_id, taker)
            for school_id, incident_id, marked in _marked(session, scope)
            if marked == giver
        ),
    )
    for found in held:
        mark(found, {taker}, now)


def mark(found: Loaded, persons: Collection[UUID], now: datetime) -> Facts:
    """The facts, with a mark of nobody's for each of these who has none; stored.

    The incident's version stays: it counts decisions.
    """
    new = sorted({*persons} - found.facts.concerned)
    marks = (*found.facts.concerns, *(Concern(each, None, now) for each in new))
    facts = replace(found.facts, concerns=marks)
    if new:
        found.row.facts = seal_facts(found.key, facts)
    return facts


def _marked(session: Session, scope: Scope) -> list[tuple[UUID, UUID, UUID]]:
    columns = (ConcernRow.school_id, ConcernRow.incident_id, ConcernRow.person_id)
    found = session.execute(select(*columns).where(in_scope(ConcernRow, scope)))
    return [(row.school_id, row.incident_id, row.person_id) for row in found]


def _hide(session: Session, marks: Iterable[tuple[UUID, UUID, UUID]]) -> None:
    rows = [
        {"id": uuid7(), "school_id": school, "incident_id": incident, "person_id": person}
        for school, incident, person in dict.fromkeys(marks)
    ]
    if rows:
        session.execute(_HIDE, rows)
