"""Absences: recorded at one school, and one's own at all one's schools at once.

Each school keeps a row, duties and an audit chain of its own, so that it can be ended at one alone.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from portal.desk.school.administration import alter_one_of_many
from portal.desk.school.reach import require_somebody
from portal.outbox import relay
from portal.store.school import schools
from tenants import absences, directory
from tenants.calendar import uk_date
from tenants.change import Impossible, MayNot
from tenants.db import Scope, open_session
from tenants.models import Absence
from tenants.permissions import Permission

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.host import Services
    from tenants.change import Altered, Apply
    from tenants.directory import Relation
    from tenants.models import AbsenceKind
    from tenants.roles import Role

NO_ROLE: Final = "You have no role there any more."
NotThere = dict[str, list[str]]
"""Names of schools by the sentence that says why not there."""


@dataclass(frozen=True, slots=True)
class Leave:
    """From when until when somebody is away, from what, and who stands in."""

    kind: AbsenceKind
    from_at: datetime
    until_at: datetime | None
    last_on: date | None
    """The last day, or the one on which to ask again."""
    review_on: date | None
    role: Role | None
    stand_in_id: UUID | None
    everywhere: bool = False
    """Said of all their schools: it reaches those that they come to later, too."""


def others(
    services: Services, person_id: UUID, school_id: UUID, now: datetime
) -> tuple[Relation, ...]:
    """The other schools at which somebody has a part, and so may be away."""
    return tuple(
        one
        for one in directory.relations(services.engine, person_id, uk_date(now))
        if one.school_id != school_id and Permission.KEEP_OWN.held_by(one.roles)
    )


def not_recorded_at(
    services: Services, places: Collection[Relation], absences_here: Iterable[Absence]
) -> dict[UUID, tuple[Relation, ...]]:
    """By the id of each absence said of all schools: the others at which there is none such."""
    said = [one for one in absences_here if one.everywhere_since is not None]
    if not said or not places:
        return {}
    with open_session(services.engine, Scope.of(*(one.school_id for one in places))) as session:
        rows = session.execute(
            sa.select(Absence.school_id, Absence.person_id, Absence.role, Absence.from_at).where(
                Absence.person_id.in_({one.person_id for one in said}),
                Absence.from_at.in_({one.from_at for one in said}),
            )
        )
        known = {tuple(row) for row in rows}
    return {
        one.id: tuple(
            place
            for place in places
            if (one.role is None or one.role in place.roles)
            and (place.school_id, one.person_id, one.role, one.from_at) not in known
        )
        for one in said
    }


def record(
    session: Session, school_id: UUID, person_id: UUID, leave: Leave, now: datetime
) -> Altered:
    """Record it at one school, where somebody must be left who can report to the regulator."""
    altered = absences.record_absence(
        session,
        school_id,
        person_id,
        kind=leave.kind,
        from_at=leave.from_at,
        until_at=leave.until_at,
        review_on=leave.review_on,
        role=leave.role,
        stand_in_id=leave.stand_in_id,
        everywhere_since=now if leave.everywhere else None,
    )
    first = max(uk_date(leave.from_at), uk_date(now))
    require_somebody(session, school_id, first, leave.last_on or first, now, field="stand_in")
    return altered


def record_at(
    services: Services,
    places: Iterable[Relation],
    person_id: UUID,
    leave: Leave,
    *,
    once: UUID,
) -> NotThere:
    """Record one's own absence at these schools too.

    Where one is not what one is away from, there is nothing to record; who is not of a school does
    not stand in there, and the policy says who does.
    """
    now = services.clock.now()

    def there(place: Relation, session: Session) -> Altered:
        said = leave
        if leave.stand_in_id is not None:
            roster = schools.roster(Scope.of(place.school_id), place.school_id, now).within(session)
            known = {one.person_id for one in roster.holders}
            said = leave if leave.stand_in_id in known else replace(leave, stand_in_id=None)
        return record(session, place.school_id, person_id, said, now)

    concerned = (one for one in places if leave.role is None or leave.role in one.roles)
    return _each(services, concerned, person_id, there, once=once)


def end_at(
    services: Services,
    places: Iterable[Relation],
    person_id: UUID,
    begun_at: datetime,
    role: Role | None = None,
) -> tuple[str, ...]:
    """Back at these schools too, from what was recorded at once at all of them: of this role alone,
    where one was away from that. Somebody may be away from another from the same day on.

    Where nothing was, or it has ended already, there is nothing to say.
    Raises Impossible for an absence that is not known.
    """
    now = services.clock.now()

    def there(place: Relation, session: Session) -> Altered:
        found = session.scalars(
            sa.select(Absence.id).where(
                Absence.school_id == place.school_id,
                Absence.person_id == person_id,
                Absence.role.is_not_distinct_from(role),
                Absence.from_at == begun_at,
            )
        ).first()
        if found is None:
            raise Impossible("There is no such absence.")
        return absences.end_absence(session, place.school_id, found, at=now, person_id=person_id)

    _each(services, places, person_id, there)
    return ()


def _each(
    services: Services,
    places: Iterable[Relation],
    person_id: UUID,
    apply: Callable[[Relation, Session], Altered],
    *,
    once: UUID | None = None,
) -> NotThere:
    refused: defaultdict[str, list[str]] = defaultdict(list)
    woken = []
    for place in places:
        change: Apply = partial(apply, place)
        try:
            alter_one_of_many(
                services, place.school_id, Permission.KEEP_OWN, change, by=person_id, once=once
            )
        except Impossible as refusal:
            refused[refusal.sentence].append(place.name)
        except MayNot:
            refused[NO_ROLE].append(place.name)
        else:
            woken.append(place.school_id)
    relay.nudge(services, woken)
    return dict(refused)
